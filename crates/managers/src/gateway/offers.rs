//! Which models a caller may name.

use std::collections::HashMap;

use dialects::ListedModel;

use models::connection::Capabilities;

use super::authorize::Caller;
use super::route::AUTO;

/// Aliases first, then models, each once: by its bare id where that is enough, else as `connection/model`.
pub fn offers(caller: &Caller) -> Vec<ListedModel> {
    let snapshot = &caller.snapshot;
    let mut offers = Vec::new();
    let mut aliases: Vec<_> = snapshot.aliases.values().collect();
    aliases.sort_by(|a, b| a.name.as_str().cmp(b.name.as_str()));
    if !aliases.is_empty() {
        offers.push(alias(AUTO, "Chosen by the text", 0));
    }
    for found in aliases {
        offers.push(alias(found.name.as_str(), found.name.as_str(), found.created_at.timestamp()));
    }
    let visible = snapshot.visible(caller.user_id());
    let mut offering: HashMap<&str, (usize, usize)> = HashMap::new();
    for line in &visible {
        for model in &line.models {
            let (own, all) = offering.entry(&model.id).or_default();
            *own += usize::from(line.connection.owner_id.is_some());
            *all += 1;
        }
    }
    for line in visible {
        let is_own = line.connection.owner_id.is_some();
        for model in &line.models {
            let is_plain = match offering.get(model.id.as_str()) {
                Some((1, _)) => is_own,
                Some((0, 1)) => true,
                Some(_) | None => false,
            };
            let id = if is_plain { model.id.clone() } else { format!("{}/{}", line.slug, model.id) };
            offers.push(ListedModel {
                id,
                name: model.name.clone(),
                owned_by: line.slug.clone(),
                created: line.connection.created_at.timestamp(),
                context_tokens: model.context_tokens,
                capabilities: model.capabilities,
            });
        }
    }
    offers.retain(|offer| caller.may_name(&offer.id));
    offers
}

fn alias(id: &str, name: &str, created: i64) -> ListedModel {
    ListedModel {
        id: id.to_owned(),
        name: name.to_owned(),
        owned_by: "pallium".to_owned(),
        created,
        context_tokens: None,
        capabilities: Capabilities::default(),
    }
}
