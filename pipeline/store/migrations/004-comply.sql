-- The fingerprint of the local key under which contact data are hashed, and how many bytes of the
-- suppression journal (the file beside the database) are in the table `suppression`.
create table keyring (
  id integer primary key check (id = 1),
  fingerprint blob,
  journal_applied integer not null default 0
) strict;
insert into keyring (id) values (1);

-- Who said no, as keyed hashes. Filled from the journal only, so that a restored backup cannot forget a no.
create table suppression (
  -- first 16 bytes of HMAC-SHA256 (local key, type and normalised value)
  key blob not null,
  reason text not null
    check (reason in ('objection', 'opt-out', 'complaint', 'bounce', 'operator', 'erased')),
  type text not null,
  -- a hard bounce stops its own channel; every other reason stops the business on all of them
  stops text not null check (stops in ('all', 'email', 'letter', 'call', 'form')),
  at text not null,
  -- how it came: 'one-click', 'letter', 'by Jo Smith', 'file optouts.csv'
  via text not null,
  primary key (key, reason)
) strict, without rowid;
create index suppression_reason on suppression (reason, at);

-- The hashed keys of each prospect: its addresses, numbers, domains, delivery point, register numbers, name and
-- postcode. Pinned keys came over from the other half of a split or merge and are never recomputed away.
create table prospect_key (
  prospect integer not null references prospect (id) on delete cascade,
  key blob not null,
  type text not null,
  pinned integer not null default 0,
  primary key (prospect, key)
) strict, without rowid;
create index prospect_key_of on prospect_key (key);

-- Prospects that changed since `comply` last looked. Nothing may go to them until it has looked again.
create table comply_due (
  prospect integer primary key,
  -- whether their hashed keys have been computed since
  keyed integer not null default 0 check (keyed in (0, 1))
) strict;
create index comply_due_unkeyed on comply_due (prospect) where keyed = 0;

create trigger comply_due_made after insert on prospect begin
  insert into comply_due (prospect) values (new.id) on conflict do update set keyed = 0;
end;
create trigger comply_due_changed after update of golden, region, state on prospect
when new.golden is not old.golden or new.region is not old.region or new.state is not old.state begin
  insert into comply_due (prospect) values (new.id) on conflict do update set keyed = 0;
end;
create trigger comply_due_joined after insert on member begin
  insert into comply_due (prospect) values (new.prospect) on conflict do update set keyed = 0;
end;
create trigger comply_due_moved after update of prospect on member
when new.prospect is not old.prospect begin
  insert into comply_due (prospect) values (new.prospect), (old.prospect)
    on conflict do update set keyed = 0;
end;
create trigger comply_due_left after delete on member begin
  insert into comply_due (prospect) values (old.prospect) on conflict do update set keyed = 0;
end;
create trigger comply_due_reread after update of digest on listing
when new.digest is not old.digest begin
  insert into comply_due (prospect) select prospect from member where listing = new.id
    on conflict do update set keyed = 0;
end;
create trigger comply_due_contact_made after insert on contact begin
  insert into comply_due (prospect) values (new.prospect) on conflict do update set keyed = 0;
end;
create trigger comply_due_contact_changed
after update of prospect, type, value, reach, gone_at, deliverable on contact
when new.prospect is not old.prospect or new.type is not old.type or new.value is not old.value
  or new.reach is not old.reach or new.gone_at is not old.gone_at
  or new.deliverable is not old.deliverable begin
  insert into comply_due (prospect) values (new.prospect), (old.prospect)
    on conflict do update set keyed = 0;
end;
create trigger comply_due_contact_left after delete on contact begin
  insert into comply_due (prospect) values (old.prospect) on conflict do update set keyed = 0;
end;
create trigger comply_due_legal_made after insert on legal begin
  insert into comply_due (prospect) values (new.prospect) on conflict do update set keyed = 0;
end;
create trigger comply_due_legal_changed after update on legal begin
  insert into comply_due (prospect) values (new.prospect), (old.prospect)
    on conflict do update set keyed = 0;
end;
create trigger comply_due_legal_left after delete on legal begin
  insert into comply_due (prospect) values (old.prospect) on conflict do update set keyed = 0;
end;

-- What was said no to before a merge or split binds both halves afterwards.
create trigger suppression_follows after insert on prospect_log when new.other is not null begin
  insert or ignore into prospect_key (prospect, key, type, pinned)
    select new.other, k.key, k.type, 1 from prospect_key k
    where k.prospect = new.prospect and exists (select 1 from suppression s where s.key = k.key);
  insert or ignore into prospect_key (prospect, key, type, pinned)
    select new.prospect, k.key, k.type, 1 from prospect_key k
    where k.prospect = new.other and exists (select 1 from suppression s where s.key = k.key);
  update prospect_key set pinned = 1
    where prospect in (new.prospect, new.other)
      and exists (select 1 from suppression s where s.key = prospect_key.key);
  insert into comply_due (prospect) values (new.prospect), (new.other)
    on conflict do update set keyed = 0;
end;

-- A screening against a register: the whole register as of a day, or its answers for the numbers asked.
create table register_screen (
  id integer primary key,
  register text not null,
  covers text not null check (covers in ('all', 'asked')),
  -- day of the register's data
  taken_on text not null,
  -- for registers that must be asked anew for each campaign
  campaign text,
  file text not null,
  rows integer not null default 0,
  imported_at text not null
) strict;
create index register_screen_latest on register_screen (register, taken_on);

-- The newest answer for a hashed key: on the register or not.
create table register_answer (
  register text not null,
  key blob not null,
  screen integer not null references register_screen (id),
  listed integer not null check (listed in (0, 1)),
  primary key (register, key)
) strict, without rowid;

-- Consent with its proof, for one address or number (by its hashed key).
create table consent (
  id integer primary key,
  prospect integer not null references prospect (id),
  channel text not null check (channel in ('email', 'letter', 'call', 'form')),
  key blob not null,
  contact_type text not null,
  given_at text not null,
  -- how it was given, in words
  how text not null,
  proof_name text not null,
  proof_type text not null,
  proof blob not null,
  proof_sha256 text not null,
  recorded_by text not null,
  recorded_at text not null,
  withdrawn_at text
) strict;
create index consent_of on consent (prospect, channel);
create index consent_key on consent (key);

-- A named person's answer to a `human` verdict, with the evidence that person saw.
create table decision (
  id integer primary key,
  prospect integer not null references prospect (id),
  channel text not null check (channel in ('email', 'letter', 'call', 'form')),
  key blob not null,
  rule text not null,
  rule_version text not null,
  answer text not null check (answer in ('allow', 'refuse')),
  by text not null,
  reason text not null,
  evidence text not null check (json_valid(evidence)),
  at text not null,
  revoked_at text
) strict;
create index decision_of on decision (prospect, channel);
create index decision_key on decision (key);

-- May we, by which rule, resting on what. Rows are never changed, only replaced: `current` marks the one that holds.
create table verdict (
  id integer primary key,
  prospect integer not null references prospect (id),
  channel text not null check (channel in ('email', 'letter', 'call', 'form')),
  -- country whose law it is
  region text not null,
  kind text not null,
  may text not null check (may in ('open', 'consent', 'human', 'block')),
  rule text not null,
  rule_version text not null,
  article text not null,
  conditions text not null check (json_valid(conditions)),
  because text not null check (json_valid(because)),
  -- [{what, value, source, at}]
  evidence text not null check (json_valid(evidence)),
  -- [{register, listed, taken_on, expires_at}]
  registers text not null check (json_valid(registers)),
  notice text not null check (notice in ('none', 'art14')),
  -- the balancing test (LIA) it rests on
  lia text,
  -- the only campaign it holds for, where a register must be asked anew for each
  campaign text,
  contact integer,
  at text not null,
  expires_at text not null,
  current integer not null default 1 check (current in (0, 1))
) strict;
create unique index verdict_current on verdict (prospect, channel) where current = 1;
create index verdict_history on verdict (prospect, channel, id);
create index verdict_may on verdict (channel, may) where current = 1;

-- Who was told where their data came from (Art. 14), how and when.
create table notice (
  id integer primary key,
  prospect integer not null references prospect (id),
  how text not null check (how in ('email', 'letter', 'call', 'form', 'hand')),
  message integer,
  at text not null
) strict;
create index notice_of on notice (prospect);
