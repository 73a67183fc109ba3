-- What follows something and is right whether that stands or not, such as the end of an agreement. Run as clubs_owner.
alter table ledger.transaction add column regardless boolean not null default false;
comment on column ledger.transaction.regardless is 'goes on, too, when the one that it follows has failed';
