-- A visit to a website, for one refresh. Prospects with the same website share its visits.
create table visit (
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
-- A site has one open visit at most, so no two runs go there at once.
create unique index visit_open on visit (site) where state in ('ready', 'leased');
create index visit_next on visit (state, id);
create index visit_site on visit (site, ended_at);

-- The addresses of a visit: what led there, and what came of it.
create table visit_page (
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
create index visit_page_page on visit_page (page);

-- A way to reach a prospect, with the page that shows it. When its page no longer does, `gone_at` says since when:
-- readers ask for `gone_at is null`.
create table contact (
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
create index contact_value on contact (type, value);

-- What DNS says of a mail domain, kept so that each is asked once in a while only.
create table mail_domain (
  domain text primary key,
  deliverable text not null check (deliverable in ('yes', 'no', 'unknown')),
  why text not null,
  at text not null
) strict, without rowid;

-- What proves the legal kind of a prospect. The kind itself is read from the evidence.
create table legal (
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

-- A true, dated observation with its proof. The same observation seen again is the same row; `gone_at` when it no longer holds.
create table finding (
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

-- How far each prospect is, step by step; a failed step keeps its reason and waits.
create table enrichment (
  prospect integer not null references prospect (id),
  step text not null check (step in ('site', 'contacts', 'registers', 'findings', 'mail')),
  state text not null check (state in ('done', 'failed', 'nothing')),
  reason text,
  tries integer not null default 0,
  at text not null,
  not_before text,
  primary key (prospect, step)
) strict, without rowid;
create index enrichment_step on enrichment (step, state);
