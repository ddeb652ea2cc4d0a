-- A running sender. Its lock file tells whether it still lives; the boot id, whether the machine went down since.
create table sender (
  id integer primary key,
  boot text not null,
  started_at text not null,
  ended_at text
) strict;

-- The outbox: one row a message that somebody approved. (campaign, step, prospect, channel) leaves at most once.
--   approved   may go when it is due and the law, the list of opt-outs, the caps and the windows allow it
--   claimed    a sender took it; no byte of it has left
--   sending    the server said 354: from here on it may have arrived
--   sent       the server took responsibility (250 after the dot)
--   deferred   refused for now; goes again when due
--   failed     refused for good, or too often
--   unknown    the connection or the sender died after 354; a person settles it, nothing sends it again
--   cancelled  a follow-up that is not wanted any more
--   bounced, replied, opted-out   what came back after it was sent
create table message (
  id integer primary key,
  draft integer references draft (id) on delete set null,
  prospect integer not null references prospect (id),
  campaign text not null,
  step integer not null,
  channel text not null check (channel in ('email', 'letter', 'call', 'form')),
  contact integer,
  region text not null,
  address text not null,
  domain text not null,
  -- the words as they were approved; the long ones stand in message_words, so that a change of state writes little
  subject text,
  digest text not null,
  fresh_until text,
  -- ours for ever: in links, in the envelope sender, in the Message-ID
  token text not null unique,
  message_id text unique,
  state text not null default 'approved' check (state in ('approved', 'claimed', 'sending', 'sent',
    'deferred', 'failed', 'unknown', 'cancelled', 'bounced', 'replied', 'opted-out')),
  approved_by text not null,
  approved_at text not null,
  due_at text not null,
  mailbox text,
  sender integer references sender (id),
  claimed_at text,
  -- when the server took it
  sent_at text,
  tries integer not null default 0,
  reply text,
  reason text,
  unique (campaign, step, prospect, channel)
) strict;
-- What a claim scans, in its order.
create index message_due on message (due_at, id) where state in ('approved', 'deferred');
create index message_open on message (sender) where state in ('claimed', 'sending');
create index message_of_mailbox on message (mailbox, claimed_at);
create index message_of_domain on message (domain, claimed_at);
create index message_prospect on message (prospect);
create index message_address on message (address);
create index message_unknown on message (id) where state = 'unknown';

create table message_words (
  message integer primary key references message (id) on delete cascade,
  body text not null,
  html text
) strict;

-- What happened to a message or a business, in the order in which it happened.
create table event (
  id integer primary key,
  message integer references message (id) on delete cascade,
  prospect integer not null references prospect (id) on delete cascade,
  kind text not null check (kind in ('approved', 'sent', 'deferred', 'failed', 'unknown', 'settled',
    'cancelled', 'bounced', 'complained', 'replied', 'automatic', 'away', 'moved', 'opted-out',
    'claimed', 'contacted')),
  at text not null,
  detail text not null default '{}' check (json_valid(detail))
) strict;
create index event_message on event (message);
create index event_prospect on event (prospect, kind);

-- Campaigns that do not send now: paused by a person, or stopped by the breaker.
create table campaign_stop (
  campaign text primary key,
  by text not null,
  why text not null,
  at text not null,
  -- when a person let it go on; the breaker counts from then
  resumed_at text
) strict, without rowid;

-- Nothing of a campaign goes to a business that is away before it is back.
create table away (
  prospect integer primary key references prospect (id) on delete cascade,
  until text not null
) strict;

-- Mails that were taken out of a mailbox, each once however many listeners run: SHA-256 of the mail.
create table taken (
  digest blob primary key,
  at text not null,
  kind text,
  message integer references message (id) on delete set null
) strict, without rowid;

-- The last examination of a mailbox, and who overrode a bad one and why.
create table mail_exam (
  mailbox text primary key,
  at text not null,
  passed integer not null check (passed in (0, 1)),
  -- the settings that were examined; others need another examination
  digest text not null,
  report text not null check (json_valid(report)),
  overridden_by text,
  overridden_why text
) strict, without rowid;

-- How far each inlet (an IMAP folder) has been read, so that a start does not read all of it again.
create table inlet_place (
  inlet text primary key,
  place text not null check (json_valid(place)),
  at text not null
) strict, without rowid;

-- A finding that no longer holds must not be said: drafts that rest on it, and messages approved from them, are stale
-- from that moment. They are composed and approved anew.
create trigger finding_gone after update of gone_at on finding
when new.gone_at is not null and old.gone_at is null begin
  update draft set fresh_until = new.gone_at
  where prospect = new.prospect and exists (
    select 1 from json_each(draft.statements) s, json_each(s.value, '$.evidence') e
    where e.value = 'finding:' || new.id);
  update message set fresh_until = new.gone_at
  where state in ('approved', 'deferred') and draft in (
    select id from draft where prospect = new.prospect and fresh_until = new.gone_at);
end;
