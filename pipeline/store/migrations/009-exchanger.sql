-- Who takes the mail of a domain: the registrable domain of its best mail exchanger, so that the many domains of one
-- provider are paced together. Null where DNS did not tell.
alter table mail_domain add column exchanger text;
-- The same, as it was when the message was claimed.
alter table message add column exchanger text;
create index message_of_exchanger on message (exchanger, claimed_at) where exchanger is not null;
