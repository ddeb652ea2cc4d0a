-- A run of a stage: what it was asked, how it ended, and its report.
create table run (
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

-- The crawl frontier: one row an address and source. A lease lasts seconds, so a killed run is picked up at once.
create table link (
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
-- The same address may be asked with another body (Overpass); each is its own row.
create unique index link_once on link (source, method, url, coalesce(body, ''));
create index link_ready on link (source, state, priority desc, id);
create index link_found_on on link (found_on);
create index link_query on link (source, query, state);

-- A page that was kept: where in the archive it lies, and what it turned out to be.
create table page (
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
-- One row a record: reading the archive again gives a page the id it had.
create unique index page_record on page (archive, archive_offset) where archive_length > 0;
create index page_url on page (url, fetched_at);
create index page_run on page (run, source, kind);

-- Fields and cards that no reader took, per page.
create table unread (
  page integer not null references page (id) on delete cascade,
  what text not null,
  why text not null,
  excerpt text,
  times integer not null default 1,
  primary key (page, what, why)
) strict, without rowid;

-- A business as one source states it: the raw reading and the tidy values.
create table listing (
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
create index listing_changed on listing (changed_at);

-- Which query has shown which listing, and when last: what a finished query no longer shows has vanished.
create table sighting (
  source text not null,
  query text not null,
  listing integer not null references listing (id) on delete cascade,
  page integer not null references page (id),
  at text not null,
  primary key (source, query, listing)
) strict, without rowid;
create index sighting_listing on sighting (listing);
create index sighting_page on sighting (page);

-- What clean-up did or could not do, counted: field × note.
create table tidy_note (
  source text not null,
  field text not null,
  note text not null,
  times integer not null,
  primary key (source, field, note)
) strict, without rowid;

-- What was set aside and why: bad pages, rows and files. Nothing is dropped in silence.
create table set_aside (
  id integer primary key,
  run integer references run (id),
  source text,
  what text not null,
  why text not null,
  at text not null
) strict;
