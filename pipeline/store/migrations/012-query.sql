-- A sighting names its query by number: the text stood three times in each, in the table and in both of its indexes.
create table query (
  id integer primary key,
  source text not null,
  -- as in link.query; empty for pages that a person saved
  text text not null,
  unique (source, text)
) strict;
insert into query (source, text) select distinct source, query from sighting;

create table sighting_by_number (
  query integer not null references query (id),
  listing integer not null references listing (id) on delete cascade,
  page integer not null references page (id),
  at text not null,
  primary key (query, listing)
) strict, without rowid;
insert into sighting_by_number (query, listing, page, at)
  select q.id, s.listing, s.page, s.at from sighting s join query q on q.source = s.source and q.text = s.query;
drop table sighting;
alter table sighting_by_number rename to sighting;
create index sighting_listing on sighting (listing);
create index sighting_page on sighting (page);

-- Nothing asks for it: what changed is found by the mark that matching keeps.
drop index listing_changed;
