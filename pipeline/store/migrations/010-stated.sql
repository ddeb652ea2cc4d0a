-- Whether a prospect's own listings or contacts state the key. One that only came over from the other half of a split
-- stops the prospect, but says nothing about whose data are meant in an erasure or a request for access.
alter table prospect_key add column stated integer not null default 1 check (stated in (0, 1));

drop trigger suppression_follows;
create trigger suppression_follows after insert on prospect_log when new.other is not null begin
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

-- Which of the keys that came over before are stated too is found out anew.
insert into comply_due (prospect) select distinct prospect from prospect_key where pinned = 1
  on conflict do update set keyed = 0;
