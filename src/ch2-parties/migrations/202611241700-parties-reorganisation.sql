-- Merging and splitting of parties: what they hold passes on.
grant update (party_id) on parties.client to gongshu_app;
grant update (issuer_id, addressee_id) on parties.task_matter to gongshu_app;
grant update (owner_id) on parties.channel to gongshu_app;
grant update (keeper_id) on parties.record to gongshu_app;
