-- What was open before areas were told is found under the area of its provider too; its signed messages stay as they are.
update portal.dataset d set region = region.name, body = jsonb_set(d.body, '{region}', to_jsonb(region.name))
from catalogue.entry
join parties.party on party.id = entry.provider_id
join parties.region on region.code = party.region
where entry.code = d.code and d.region = '';
