//! The tables, in our own SQL types, so that one description holds for both databases.
//!
//! Columns that only the database uses (`conversation.number`, `words`) are left out.

macro_rules! tables {
    ($($name:ident ($($key:ident),+) { $($column:ident -> $sql:ty,)+ })+) => {
        $(diesel::table! {
            use diesel::sql_types::*;
            use crate::types::sql::*;
            $name ($($key),+) { $($column -> $sql,)+ }
        })+
        diesel::allow_tables_to_appear_in_same_query!($($name),+);
    };
}

tables! {
    app_user (id) {
        id -> DbUuid,
        email -> DbText,
        name -> DbText,
        role -> DbText,
        password_hash -> Text,
        disabled_at -> Nullable<DbTime>,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
    auth_session (id) {
        id -> DbUuid,
        user_id -> DbUuid,
        refresh_hash -> Binary,
        created_at -> DbTime,
        last_used_at -> DbTime,
        expires_at -> DbTime,
        revoked_at -> Nullable<DbTime>,
        user_agent -> Text,
        address -> Text,
    }
    login_attempt (key, at) {
        key -> Text,
        at -> DbTime,
    }
    audit_entry (id) {
        id -> DbUuid,
        at -> DbTime,
        actor_id -> Nullable<DbUuid>,
        action -> DbText,
        resource -> Text,
        address -> Text,
        detail -> DbJson,
    }
    secret (id) {
        id -> DbUuid,
        wrapped_key -> Binary,
        key_nonce -> Binary,
        nonce -> Binary,
        ciphertext -> Binary,
        master_key_id -> Text,
        created_at -> DbTime,
    }
    connection (id) {
        id -> DbUuid,
        owner_id -> Nullable<DbUuid>,
        kind -> DbText,
        name -> DbText,
        base_url -> DbText,
        secret_id -> Nullable<DbUuid>,
        secret_hint -> Nullable<Text>,
        enabled -> Bool,
        models_refreshed_at -> Nullable<DbTime>,
        models_error -> Nullable<Text>,
        created_at -> DbTime,
        updated_at -> DbTime,
        max_parallel -> Nullable<BigInt>,
    }
    connection_model (connection_id, position) {
        connection_id -> DbUuid,
        position -> BigInt,
        model_id -> Text,
        name -> Text,
        context_tokens -> Nullable<BigInt>,
        capabilities -> DbJson,
    }
    setting (scope, subject_id, key) {
        scope -> Text,
        subject_id -> DbUuid,
        key -> Text,
        value -> DbJson,
        updated_at -> DbTime,
    }
    folder (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        name -> DbText,
        created_at -> DbTime,
    }
    tag (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        name -> DbText,
        color -> DbText,
        created_at -> DbTime,
    }
    conversation (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        title -> DbText,
        title_source -> DbText,
        folder_id -> Nullable<DbUuid>,
        head_run_id -> Nullable<DbUuid>,
        active_run_id -> Nullable<DbUuid>,
        connection_id -> Nullable<DbUuid>,
        model -> Nullable<Text>,
        pinned_at -> Nullable<DbTime>,
        archived_at -> Nullable<DbTime>,
        deleted_at -> Nullable<DbTime>,
        expires_at -> Nullable<DbTime>,
        created_at -> DbTime,
        active_at -> DbTime,
        seen_at -> Nullable<DbTime>,
        answered_at -> Nullable<DbTime>,
        parameters -> Nullable<DbJson>,
    }
    conversation_tag (conversation_id, tag_id) {
        conversation_id -> DbUuid,
        tag_id -> DbUuid,
    }
    run (id) {
        id -> DbUuid,
        conversation_id -> DbUuid,
        owner_id -> DbUuid,
        parent_run_id -> Nullable<DbUuid>,
        kind -> DbText,
        status -> DbText,
        input_message_id -> Nullable<DbUuid>,
        answer_message_id -> DbUuid,
        connection_id -> DbUuid,
        model -> Text,
        parameters -> Nullable<DbJson>,
        usage -> Nullable<DbJson>,
        finish_reason -> Nullable<DbText>,
        failure -> Nullable<DbJson>,
        created_at -> DbTime,
        first_token_at -> Nullable<DbTime>,
        finished_at -> Nullable<DbTime>,
        lease_owner -> DbUuid,
        lease_until -> DbTime,
        interrupt_requested_at -> Nullable<DbTime>,
        has_events -> Bool,
        sources -> Nullable<DbJson>,
        files -> Nullable<DbJson>,
    }
    message (id) {
        id -> DbUuid,
        run_id -> DbUuid,
        conversation_id -> DbUuid,
        role -> DbText,
        created_at -> DbTime,
        parts -> DbJson,
        search_text -> Text,
    }
    run_event (run_id, sequence) {
        run_id -> DbUuid,
        sequence -> BigInt,
        payload -> Text,
    }
    attachment (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        blob -> Text,
        name -> DbText,
        media_type -> Text,
        bytes -> BigInt,
        created_at -> DbTime,
    }
    attachment_use (message_id, attachment_id) {
        message_id -> DbUuid,
        attachment_id -> DbUuid,
    }
    unused_blob (hash) {
        hash -> Text,
        since -> DbTime,
    }
    idempotency_key (user_id, key) {
        user_id -> DbUuid,
        key -> Text,
        fingerprint -> Binary,
        status -> BigInt,
        body -> Text,
        created_at -> DbTime,
    }
    api_key (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        name -> DbText,
        hint -> Text,
        hash -> Binary,
        previous_hash -> Nullable<Binary>,
        previous_until -> Nullable<DbTime>,
        scopes -> DbJson,
        allowed_models -> DbJson,
        limits -> DbJson,
        expires_at -> Nullable<DbTime>,
        revoked_at -> Nullable<DbTime>,
        last_used_at -> Nullable<DbTime>,
        created_at -> DbTime,
        updated_at -> DbTime,
        workspace_id -> Nullable<DbUuid>,
    }
    user_limit (user_id) {
        user_id -> DbUuid,
        limits -> DbJson,
    }
    model_alias (id) {
        id -> DbUuid,
        name -> DbText,
        targets -> DbJson,
        rescue -> Bool,
        first_token_deadline_ms -> Nullable<BigInt>,
        cache_seconds -> Nullable<BigInt>,
        created_at -> DbTime,
        updated_at -> DbTime,
        cache_shared -> Bool,
    }
    routing_rule (id) {
        id -> DbUuid,
        position -> BigInt,
        name -> DbText,
        enabled -> Bool,
        condition -> DbJson,
        alias -> DbText,
    }
    usage_entry (id) {
        id -> DbUuid,
        at -> DbTime,
        key_id -> Nullable<DbUuid>,
        user_id -> DbUuid,
        run_id -> Nullable<DbUuid>,
        connection_id -> Nullable<DbUuid>,
        dialect -> Text,
        asked_model -> Text,
        answered_model -> Text,
        input_tokens -> BigInt,
        output_tokens -> BigInt,
        cache_read_tokens -> BigInt,
        cache_write_tokens -> BigInt,
        reasoning_tokens -> BigInt,
        cost -> BigInt,
        estimated -> Bool,
        streamed -> Bool,
        latency_ms -> BigInt,
        first_token_ms -> Nullable<BigInt>,
        attempts -> BigInt,
        outcome -> DbText,
        task_type -> Nullable<Text>,
        cached -> Bool,
        workspace_id -> Nullable<DbUuid>,
        call_id -> Nullable<DbUuid>,
        queued_ms -> Nullable<BigInt>,
    }
    budget_counter (subject_kind, subject_id, period, period_start) {
        subject_kind -> Text,
        subject_id -> DbUuid,
        period -> DbText,
        period_start -> DbTime,
        tokens -> BigInt,
        nanos -> BigInt,
    }
    budget_hold (subject_kind, subject_id, period, period_start, process_id) {
        subject_kind -> Text,
        subject_id -> DbUuid,
        period -> DbText,
        period_start -> DbTime,
        process_id -> DbUuid,
        tokens -> BigInt,
        nanos -> BigInt,
        at -> DbTime,
    }
    rate_window (subject_kind, subject_id, metric, window_start) {
        subject_kind -> Text,
        subject_id -> DbUuid,
        metric -> Text,
        window_start -> DbTime,
        granted -> BigInt,
    }
    gateway_version (id) {
        id -> BigInt,
        version -> BigInt,
    }
    workspace (id) {
        id -> DbUuid,
        private_of -> Nullable<DbUuid>,
        name -> DbText,
        limits -> DbJson,
        created_at -> DbTime,
        updated_at -> DbTime,
        deleted_at -> Nullable<DbTime>,
    }
    membership (workspace_id, user_id) {
        workspace_id -> DbUuid,
        user_id -> DbUuid,
        role -> DbText,
        created_at -> DbTime,
    }
    price_override (connection_id, model) {
        connection_id -> DbUuid,
        model -> Text,
        price -> DbJson,
    }
    cached_answer (key) {
        key -> Text,
        user_id -> DbUuid,
        created_at -> DbTime,
        expires_at -> DbTime,
        target -> Text,
        model -> Text,
        body -> Text,
    }
    parallel_lease (subject_kind, subject_id, process_id) {
        subject_kind -> Text,
        subject_id -> DbUuid,
        process_id -> DbUuid,
        places -> BigInt,
        expires_at -> DbTime,
    }
    stored_response (user_id, id) {
        user_id -> DbUuid,
        id -> Text,
        key_id -> Nullable<DbUuid>,
        created_at -> DbTime,
        model -> Text,
        input -> Text,
        output -> Text,
    }
    job (id) {
        id -> DbUuid,
        kind -> DbText,
        payload -> DbJson,
        owner_id -> Nullable<DbUuid>,
        state -> DbText,
        priority -> BigInt,
        lane -> DbUuid,
        turn -> BigInt,
        run_at -> DbTime,
        attempt -> BigInt,
        max_attempts -> BigInt,
        timeout_ms -> BigInt,
        unique_key -> Nullable<Text>,
        schedule_id -> Nullable<DbUuid>,
        dependency_rule -> DbText,
        waiting_for -> BigInt,
        has_dependents -> Bool,
        worker -> Nullable<DbUuid>,
        lease_until -> Nullable<DbTime>,
        cancel_requested_at -> Nullable<DbTime>,
        progress_percent -> Nullable<BigInt>,
        progress_text -> Text,
        errors -> DbJson,
        last_event -> BigInt,
        created_at -> DbTime,
        started_at -> Nullable<DbTime>,
        finished_at -> Nullable<DbTime>,
    }
    job_dependency (job_id, depends_on_id) {
        job_id -> DbUuid,
        depends_on_id -> DbUuid,
    }
    job_event (job_id, sequence) {
        job_id -> DbUuid,
        sequence -> BigInt,
        at -> DbTime,
        event -> DbJson,
    }
    job_kind (kind) {
        kind -> DbText,
        paused_at -> Nullable<DbTime>,
    }
    schedule (id) {
        id -> DbUuid,
        name -> Text,
        job -> DbJson,
        timing -> DbJson,
        catch_up -> DbText,
        enabled -> Bool,
        next_at -> DbTime,
        last_at -> Nullable<DbTime>,
        last_job_id -> Nullable<DbUuid>,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
    collection (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        workspace_id -> Nullable<DbUuid>,
        name -> DbText,
        description -> Text,
        created_at -> DbTime,
        updated_at -> DbTime,
        deleted_at -> Nullable<DbTime>,
    }
    source (id) {
        id -> DbUuid,
        collection_id -> DbUuid,
        kind -> DbText,
        location -> Text,
        reference -> Nullable<Text>,
        ignore -> Nullable<Text>,
        depth -> BigInt,
        refresh_minutes -> Nullable<BigInt>,
        state -> DbText,
        error -> Nullable<Text>,
        synced_at -> Nullable<DbTime>,
        next_sync_at -> Nullable<DbTime>,
        created_at -> DbTime,
        deleted_at -> Nullable<DbTime>,
    }
    document (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        collection_id -> Nullable<DbUuid>,
        source_id -> Nullable<DbUuid>,
        attachment_id -> Nullable<DbUuid>,
        name -> DbText,
        path -> Nullable<Text>,
        label -> Text,
        media_type -> Text,
        bytes -> BigInt,
        blob -> Text,
        state -> DbText,
        error -> Nullable<DbJson>,
        title -> Nullable<Text>,
        author -> Nullable<Text>,
        language -> Nullable<Text>,
        pages -> Nullable<BigInt>,
        characters -> BigInt,
        warnings -> DbJson,
        chunks -> BigInt,
        stale -> Bool,
        indexed_at -> Nullable<DbTime>,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
    document_text (document_id) {
        document_id -> DbUuid,
        markdown -> Text,
    }
    chunk (number) {
        number -> BigInt,
        id -> DbUuid,
        document_id -> DbUuid,
        collection_id -> Nullable<DbUuid>,
        position -> BigInt,
        heading_path -> DbJson,
        page -> Nullable<BigInt>,
        begins -> BigInt,
        ends -> BigInt,
        text -> Text,
        tokens -> BigInt,
    }
    embedding_index (id) {
        id -> DbUuid,
        collection_id -> DbUuid,
        connection_id -> DbUuid,
        model -> Text,
        dimensions -> Nullable<BigInt>,
        state -> DbText,
        created_at -> DbTime,
    }
    upload (id) {
        id -> DbUuid,
        owner_id -> DbUuid,
        name -> DbText,
        bytes -> BigInt,
        sha256 -> Text,
        arrived -> BigInt,
        done -> Bool,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
}

diesel::joinable!(api_key -> app_user (owner_id));
diesel::joinable!(auth_session -> app_user (user_id));
diesel::joinable!(membership -> app_user (user_id));
diesel::joinable!(membership -> workspace (workspace_id));
diesel::joinable!(connection_model -> connection (connection_id));
