-- A notice not yet answered goes to whoever holds the matter after a change of units.
grant update (to_party) on matters.supervision to gongshu_app;
