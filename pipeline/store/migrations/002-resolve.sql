-- One real business. Its id is stable: merged and gone prospects keep their row.
create table prospect (
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
  created_at text not null,
  changed_at text not null
) strict;
create index prospect_state on prospect (state, region);

-- Which listing belongs to which prospect, and why.
create table member (
  listing integer primary key references listing (id) on delete cascade,
  prospect integer not null references prospect (id),
  because text not null check (json_valid(because)),
  probability real not null,
  at text not null
) strict;
create index member_prospect on member (prospect);

-- What became of each prospect: made, merged, split, gone, by the matcher or by hand.
create table prospect_log (
  id integer primary key,
  prospect integer not null references prospect (id),
  what text not null check (what in ('made', 'merged', 'split', 'gone', 'back')),
  other integer references prospect (id),
  why text not null,
  at text not null
) strict;
create index prospect_log_of on prospect_log (prospect);
