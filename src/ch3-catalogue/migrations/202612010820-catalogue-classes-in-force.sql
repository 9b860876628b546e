-- The classes in force of all entries are counted by index alone: the rows themselves carry the whole searched text.
create index search_in_force on catalogue.search (entry_id) include (sharing_class, opening_class, item_grade)
  where not of_draft;
