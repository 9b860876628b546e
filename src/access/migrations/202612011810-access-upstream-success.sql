-- Settings say where an interface tells that it succeeded (null: only its status tells). Stated by the provider, so null for
-- what was set before; every reader finds the field.
update access.upstream set settings = settings || '{"success": null}' where not settings ? 'success';
