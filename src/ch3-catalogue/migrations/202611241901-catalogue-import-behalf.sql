-- Whoever uploads a batch of existing stock does not decide it, nor does the colleague in whose lent post it was uploaded.
alter table catalogue.import add column on_behalf_of uuid;
