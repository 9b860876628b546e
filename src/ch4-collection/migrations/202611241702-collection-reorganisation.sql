-- What a unit collects passes on when it merges.
grant update (unit_id) on collection.collection_item to gongshu_app;
