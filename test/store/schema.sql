CREATE TABLE away (
  prospect integer primary key references prospect (id) on delete cascade,
  until text not null
) strict;

CREATE TABLE campaign_stop (
  campaign text primary key,
  by text not null,
  why text not null,
  at text not null,
  -- when a person let it go on; the breaker counts from then
  resumed_at text
) strict, without rowid;

CREATE TABLE claim_link (
  token text primary key,
  code text not null unique,
  prospect integer not null references prospect (id),
  campaign text not null,
  created_at text not null,
  unique (prospect, campaign)
) strict;

CREATE TABLE comply_due (
  prospect integer primary key,
  -- whether their hashed keys have been computed since
  keyed integer not null default 0 check (keyed in (0, 1))
) strict;

CREATE INDEX comply_due_unkeyed on comply_due (prospect) where keyed = 0;

CREATE TABLE consent (
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

CREATE INDEX consent_key on consent (key);

CREATE INDEX consent_of on consent (prospect, channel);

CREATE TRIGGER comply_due_contact_changed
after update of prospect, type, value, reach, gone_at, deliverable on contact
when new.prospect is not old.prospect or new.type is not old.type or new.value is not old.value
  or new.reach is not old.reach or new.gone_at is not old.gone_at
  or new.deliverable is not old.deliverable begin
  insert into comply_due (prospect) values (new.prospect), (old.prospect)
    on conflict do update set keyed = 0;
end;

CREATE TRIGGER comply_due_contact_left after delete on contact begin
  insert into comply_due (prospect) values (old.prospect) on conflict do update set keyed = 0;
end;

CREATE TRIGGER comply_due_contact_made after insert on contact begin
  insert into comply_due (prospect) values (new.prospect) on conflict do update set keyed = 0;
end;

CREATE TABLE contact (
  id integer primary key,
  prospect integer not null references prospect (id),
  type text not null check (type in ('email', 'phone', 'form', 'social')),
  value text not null,
  reach text not null check (reach in ('impersonal', 'personal', 'freemail', 'unknown')),
  how text not null,
  excerpt text not null default '',
  page integer not null references page (id),
  listing integer references listing (id) on delete set null,
  at text not null,
  first_at text not null,
  gone_at text,
  deliverable text check (deliverable in ('yes', 'no', 'unknown')),
  deliverable_why text,
  deliverable_at text,
  unique (prospect, type, value)
) strict;

CREATE INDEX contact_value on contact (type, value);

CREATE TABLE decision (
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

CREATE INDEX decision_key on decision (key);

CREATE INDEX decision_of on decision (prospect, channel);

CREATE TABLE draft (
  id integer primary key,
  prospect integer not null references prospect (id),
  campaign text not null,
  template_set text not null,
  step integer not null default 0 check (step >= 0),
  channel text not null check (channel in ('email', 'letter', 'call', 'form')),
  language text not null,
  variant text not null,
  subject text,
  body text not null,
  html text,
  -- contact it is addressed to; a letter goes to the prospect's address
  contact integer,
  -- each sentence that states something about the business, and its evidence
  statements text not null default '[]' check (json_valid(statements)),
  -- whether a verdict allowed it when it was composed; 'unchecked' where there was none. Sending asks again.
  clearance text not null default 'unchecked'
    check (clearance in ('open', 'unchecked')),
  notice text not null default 'none' check (notice in ('none', 'art14')),
  -- the moment at which its oldest finding grows too old to be said
  fresh_until text,
  -- SHA-256 of what the recipient reads
  digest text not null,
  created_at text not null,
  unique (campaign, step, prospect, channel)
) strict;

CREATE INDEX draft_prospect on draft (prospect);

CREATE TABLE enrichment (
  prospect integer not null references prospect (id),
  step text not null check (step in ('site', 'contacts', 'registers', 'findings', 'mail')),
  state text not null check (state in ('done', 'failed', 'nothing')),
  reason text,
  tries integer not null default 0,
  at text not null,
  not_before text,
  primary key (prospect, step)
) strict, without rowid;

CREATE INDEX enrichment_step on enrichment (step, state);

CREATE TABLE event (
  id integer primary key,
  message integer references message (id) on delete cascade,
  prospect integer not null references prospect (id) on delete cascade,
  kind text not null check (kind in ('approved', 'sent', 'deferred', 'failed', 'unknown', 'settled',
    'cancelled', 'bounced', 'complained', 'replied', 'automatic', 'away', 'moved', 'opted-out',
    'claimed', 'contacted')),
  at text not null,
  detail text not null default '{}' check (json_valid(detail))
) strict;

CREATE INDEX event_message on event (message);

CREATE INDEX event_prospect on event (prospect, kind);

CREATE TRIGGER finding_gone after update of gone_at on finding
when new.gone_at is not null and old.gone_at is null begin
  update draft set fresh_until = new.gone_at
  where prospect = new.prospect and exists (
    select 1 from json_each(draft.statements) s, json_each(s.value, '$.evidence') e
    where e.value = 'finding:' || new.id);
  update message set fresh_until = new.gone_at
  where state in ('approved', 'deferred') and draft in (
    select id from draft where prospect = new.prospect and fresh_until = new.gone_at);
end;

CREATE TABLE finding (
  id integer primary key,
  prospect integer not null references prospect (id),
  probe text not null,
  severity text not null check (severity in ('low', 'middle', 'high')),
  sayable integer not null check (sayable in (0, 1)),
  page integer references page (id),
  url text,
  excerpt text,
  data text not null check (json_valid(data)),
  at text not null,
  first_at text not null,
  gone_at text,
  unique (prospect, probe, data)
) strict;

CREATE TABLE inlet_place (
  inlet text primary key,
  place text not null check (json_valid(place)),
  at text not null
) strict, without rowid;

CREATE TABLE keyring (
  id integer primary key check (id = 1),
  fingerprint blob,
  journal_applied integer not null default 0
) strict;

CREATE TRIGGER comply_due_legal_changed after update on legal begin
  insert into comply_due (prospect) values (new.prospect), (old.prospect)
    on conflict do update set keyed = 0;
end;

CREATE TRIGGER comply_due_legal_left after delete on legal begin
  insert into comply_due (prospect) values (old.prospect) on conflict do update set keyed = 0;
end;

CREATE TRIGGER comply_due_legal_made after insert on legal begin
  insert into comply_due (prospect) values (new.prospect) on conflict do update set keyed = 0;
end;

CREATE TABLE legal (
  id integer primary key,
  prospect integer not null references prospect (id),
  kind text not null check (kind in ('corporate', 'sole', 'unknown')),
  by text not null,
  value text not null,
  excerpt text not null default '',
  page integer references page (id),
  listing integer references listing (id) on delete set null,
  register text,
  at text not null,
  unique (prospect, by, value)
) strict;

CREATE TABLE link (
  id integer primary key,
  source text not null,
  kind text not null,
  url text not null,
  method text not null default 'GET',
  body text,
  headers text,
  priority integer not null default 0,
  -- the query that led here, as JSON; listings inherit its region
  query text not null check (json_valid(query)),
  region text not null,
  depth integer not null default 0,
  state text not null default 'ready' check (state in ('ready', 'leased', 'done', 'failed', 'skipped')),
  reason text,
  tries integer not null default 0,
  leased_by integer references run (id),
  leased_until text,
  not_before text,
  found_at text not null,
  done_at text,
  -- the page that showed it first, and the page it led to
  found_on integer references page (id),
  page integer references page (id)
) strict;

CREATE INDEX link_found_on on link (found_on);

CREATE UNIQUE INDEX link_once on link (source, method, url, coalesce(body, ''));

CREATE INDEX link_query on link (source, query, state);

CREATE INDEX link_ready on link (source, state, priority desc, id);

CREATE TRIGGER comply_due_reread after update of digest on listing
when new.digest is not old.digest begin
  insert into comply_due (prospect) select prospect from member where listing = new.id
    on conflict do update set keyed = 0;
end;

CREATE TABLE listing (
  id integer primary key,
  source text not null,
  ref text not null,
  region text not null,
  name text not null,
  legal_form text,
  trade text,
  phones text not null default '[]' check (json_valid(phones)),
  emails text not null default '[]' check (json_valid(emails)),
  website text,
  domain text,
  socials text not null default '[]' check (json_valid(socials)),
  street text,
  number text,
  unit text,
  building text,
  postcode text,
  town text,
  country text,
  lat real,
  lon real,
  hours text,
  registers text not null default '{}' check (json_valid(registers)),
  no_marketing integer not null default 0,
  status text not null default 'open',
  raw text not null check (json_valid(raw)),
  -- field → page id; '*' for every field not named
  origin text not null check (json_valid(origin)),
  digest text not null,
  first_seen text not null,
  last_seen text not null,
  changed_at text not null,
  vanished_at text,
  unique (source, ref)
) strict;

CREATE TABLE mail_domain (
  domain text primary key,
  deliverable text not null check (deliverable in ('yes', 'no', 'unknown')),
  why text not null,
  at text not null
, exchanger text) strict, without rowid;

CREATE TABLE mail_exam (
  mailbox text primary key,
  at text not null,
  passed integer not null check (passed in (0, 1)),
  -- the settings that were examined; others need another examination
  digest text not null,
  report text not null check (json_valid(report)),
  overridden_by text,
  overridden_why text
) strict, without rowid;

CREATE TABLE match_edge (
  a integer not null,
  b integer not null,
  primary key (a, b)
) strict, without rowid;

CREATE TABLE match_model (
  id integer primary key check (id = 1),
  model text not null check (json_valid(model)),
  listings integer not null,
  at text not null
) strict;

CREATE TRIGGER comply_due_joined after insert on member begin
  insert into comply_due (prospect) values (new.prospect) on conflict do update set keyed = 0;
end;

CREATE TRIGGER comply_due_left after delete on member begin
  insert into comply_due (prospect) values (old.prospect) on conflict do update set keyed = 0;
end;

CREATE TRIGGER comply_due_moved after update of prospect on member
when new.prospect is not old.prospect begin
  insert into comply_due (prospect) values (new.prospect), (old.prospect)
    on conflict do update set keyed = 0;
end;

CREATE TRIGGER prospect_shrunk after delete on member begin
  update prospect set listings = -1 where id = old.prospect and state = 'live';
end;

CREATE TABLE member (
  listing integer primary key references listing (id) on delete cascade,
  prospect integer not null references prospect (id),
  because text not null check (json_valid(because)),
  probability real not null,
  at text not null,
  -- the listing as it was when last resolved; another digest means that it is due again
  digest text not null default '',
  -- the prospect it was first put in, to which it returns when a merge is undone
  home integer references prospect (id)
) strict;

CREATE INDEX member_prospect on member (prospect);

CREATE TABLE message (
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
  reason text, exchanger text,
  unique (campaign, step, prospect, channel)
) strict;

CREATE INDEX message_address on message (address);

CREATE INDEX message_due on message (due_at, id) where state in ('approved', 'deferred');

CREATE INDEX message_of_domain on message (domain, claimed_at);

CREATE INDEX message_of_exchanger on message (exchanger, claimed_at) where exchanger is not null;

CREATE INDEX message_of_mailbox on message (mailbox, claimed_at);

CREATE INDEX message_open on message (sender) where state in ('claimed', 'sending');

CREATE INDEX message_prospect on message (prospect);

CREATE INDEX message_unknown on message (id) where state = 'unknown';

CREATE TABLE message_words (
  message integer primary key references message (id) on delete cascade,
  body text not null,
  html text
) strict;

CREATE TABLE notice (
  id integer primary key,
  prospect integer not null references prospect (id),
  how text not null check (how in ('email', 'letter', 'call', 'form', 'hand')),
  message integer,
  at text not null
) strict;

CREATE INDEX notice_of on notice (prospect);

CREATE TABLE page (
  id integer primary key,
  source text not null,
  kind text not null,
  url text not null,
  status integer not null,
  content_type text not null,
  fetched_at text not null,
  -- conditional requests
  etag text,
  last_modified text,
  -- the record in the archive
  archive text not null,
  archive_offset integer not null,
  archive_length integer not null,
  digest text not null,
  verdict text not null,
  cards integer,
  total integer,
  listings integer not null default 0,
  run integer references run (id)
) strict;

CREATE UNIQUE INDEX page_record on page (archive, archive_offset) where archive_length > 0;

CREATE INDEX page_run on page (run, source, kind);

CREATE INDEX page_url on page (url, fetched_at);

CREATE TABLE pair_answer (
  a integer not null references listing (id) on delete cascade,
  b integer not null references listing (id) on delete cascade,
  same integer not null check (same in (0, 1)),
  by text not null,
  at text not null,
  primary key (a, b),
  check (a < b)
) strict, without rowid;

CREATE INDEX pair_answer_b on pair_answer (b);

CREATE TRIGGER comply_due_changed after update of golden, region, state on prospect
when new.golden is not old.golden or new.region is not old.region or new.state is not old.state begin
  insert into comply_due (prospect) values (new.id) on conflict do update set keyed = 0;
end;

CREATE TRIGGER comply_due_made after insert on prospect begin
  insert into comply_due (prospect) values (new.id) on conflict do update set keyed = 0;
end;

CREATE TABLE prospect (
  id integer primary key,
  region text not null,
  language text not null,
  state text not null default 'live' check (state in ('live', 'merged', 'gone')),
  merged_into integer references prospect (id),
  -- the golden record (model/prospect.ts), and columns of it to search and sort by
  golden text not null check (json_valid(golden)),
  name text not null,
  trade text,
  phone text,
  email text,
  domain text,
  postcode text,
  town text,
  -- how many listings it had when last resolved: fewer now means that some were erased
  listings integer not null default 0,
  created_at text not null,
  changed_at text not null
) strict;

CREATE INDEX prospect_shrunk on prospect (id) where listings < 0;

CREATE INDEX prospect_state on prospect (state, region);

CREATE TABLE prospect_key (
  prospect integer not null references prospect (id) on delete cascade,
  key blob not null,
  type text not null,
  pinned integer not null default 0, stated integer not null default 1 check (stated in (0, 1)),
  primary key (prospect, key)
) strict, without rowid;

CREATE INDEX prospect_key_of on prospect_key (key);

CREATE TRIGGER suppression_follows after insert on prospect_log when new.other is not null begin
  insert or ignore into prospect_key (prospect, key, type, pinned, stated)
    select new.other, k.key, k.type, 1, 0 from prospect_key k
    where k.prospect = new.prospect and exists (select 1 from suppression s where s.key = k.key);
  insert or ignore into prospect_key (prospect, key, type, pinned, stated)
    select new.prospect, k.key, k.type, 1, 0 from prospect_key k
    where k.prospect = new.other and exists (select 1 from suppression s where s.key = k.key);
  update prospect_key set pinned = 1
    where prospect in (new.prospect, new.other)
      and exists (select 1 from suppression s where s.key = prospect_key.key);
  insert into comply_due (prospect) values (new.prospect), (new.other)
    on conflict do update set keyed = 0;
end;

CREATE TABLE prospect_log (
  id integer primary key,
  prospect integer not null references prospect (id),
  what text not null check (what in ('made', 'merged', 'split', 'gone', 'back')),
  other integer references prospect (id),
  why text not null,
  at text not null
) strict;

CREATE INDEX prospect_log_of on prospect_log (prospect);

CREATE TABLE query (
  id integer primary key,
  source text not null,
  -- as in link.query; empty for pages that a person saved
  text text not null,
  unique (source, text)
) strict;

CREATE TABLE register_answer (
  register text not null,
  key blob not null,
  screen integer not null references register_screen (id),
  listed integer not null check (listed in (0, 1)),
  primary key (register, key)
) strict, without rowid;

CREATE TABLE register_entity (
  register text not null check (register in ('companies-house', 'kbo')),
  -- as the register prints it, without dots: 01234567, SC012345, 0123456749
  number text not null,
  name text not null,
  postcode text,
  street text,
  town text,
  form text,
  legal_kind text not null check (legal_kind in ('corporate', 'sole', 'unknown')),
  status text not null,
  started_on text,
  -- activity codes (SIC 2007, NACE), the main one first, as a JSON array
  activities text not null default '[]' check (json_valid(activities)),
  -- day of the register's file
  as_of text not null,
  primary key (register, number)
) strict, without rowid;

CREATE TABLE register_import (
  id integer primary key,
  register text not null,
  file text not null,
  as_of text not null,
  entities integer not null,
  set_aside integer not null,
  imported_at text not null
) strict;

CREATE TABLE register_name (
  register text not null,
  postcode text not null,
  name_key text not null,
  number text not null,
  as_of text not null,
  primary key (register, postcode, name_key, number)
) strict, without rowid;

CREATE INDEX register_name_key on register_name (register, name_key);

CREATE TABLE register_screen (
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

CREATE INDEX register_screen_latest on register_screen (register, taken_on);

CREATE TABLE run (
  id integer primary key,
  stage text not null,
  asked text not null check (json_valid(asked)),
  started_at text not null,
  ended_at text,
  exit integer,
  -- process that runs it, so that what a killed one had claimed is free again at once
  host text not null,
  pid integer not null,
  report text check (report is null or json_valid(report))
) strict;

CREATE TABLE sender (
  id integer primary key,
  boot text not null,
  started_at text not null,
  ended_at text
) strict;

CREATE TABLE set_aside (
  id integer primary key,
  run integer references run (id),
  source text,
  what text not null,
  why text not null,
  at text not null
) strict;

CREATE TABLE shared_contact (
  kind text not null check (kind in ('phone', 'email', 'domain')),
  value text not null,
  names integer not null,
  areas integer not null,
  listings integer not null,
  found_at text not null,
  primary key (kind, value)
) strict, without rowid;

CREATE TABLE "sighting" (
  query integer not null references query (id),
  listing integer not null references listing (id) on delete cascade,
  page integer not null references page (id),
  at text not null,
  primary key (query, listing)
) strict, without rowid;

CREATE INDEX sighting_listing on sighting (listing);

CREATE INDEX sighting_page on sighting (page);

CREATE TABLE suppression (
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

CREATE INDEX suppression_reason on suppression (reason, at);

CREATE TABLE taken (
  digest blob primary key,
  at text not null,
  kind text,
  message integer references message (id) on delete set null
) strict, without rowid;

CREATE TABLE tidy_note (
  source text not null,
  field text not null,
  note text not null,
  times integer not null,
  primary key (source, field, note)
) strict, without rowid;

CREATE TABLE unread (
  page integer not null references page (id) on delete cascade,
  what text not null,
  why text not null,
  excerpt text,
  times integer not null default 1,
  primary key (page, what, why)
) strict, without rowid;

CREATE TABLE verdict (
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

CREATE UNIQUE INDEX verdict_current on verdict (prospect, channel) where current = 1;

CREATE INDEX verdict_history on verdict (prospect, channel, id);

CREATE INDEX verdict_may on verdict (channel, may) where current = 1;

CREATE TABLE visit (
  id integer primary key,
  -- the entry page without scheme, `www.` and final slash: what makes two addresses one site
  site text not null,
  domain text not null,
  url text not null,
  state text not null default 'ready' check (state in ('ready', 'leased', 'done', 'failed')),
  leased_until text,
  reason text,
  detail text,
  tries integer not null default 0,
  not_before text,
  made_at text not null,
  ended_at text,
  run integer references run (id)
) strict;

CREATE INDEX visit_next on visit (state, id);

CREATE UNIQUE INDEX visit_open on visit (site) where state in ('ready', 'leased');

CREATE INDEX visit_site on visit (site, ended_at);

CREATE TABLE visit_page (
  visit integer not null references visit (id) on delete cascade,
  url text not null,
  role text not null,
  priority integer not null,
  -- the words of the link and the page it stood on
  link text,
  found_on text,
  state text not null default 'ready' check (state in ('ready', 'done', 'failed', 'skipped')),
  -- what was met: `http 404`, `tls: CERT_HAS_EXPIRED`, `image 6291456 bytes`
  what text,
  page integer references page (id),
  at text,
  primary key (visit, url)
) strict, without rowid;

CREATE INDEX visit_page_page on visit_page (page);
