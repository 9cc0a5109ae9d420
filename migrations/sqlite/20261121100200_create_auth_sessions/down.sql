DROP TABLE auth_session;
