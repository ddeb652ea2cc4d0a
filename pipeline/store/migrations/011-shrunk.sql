-- A prospect that lost a listing other than by being resolved anew is found by this mark, not by counting every
-- prospect's listings: `listings` is -1 until it has been looked at again.
create trigger prospect_shrunk after delete on member begin
  update prospect set listings = -1 where id = old.prospect and state = 'live';
end;
create index prospect_shrunk on prospect (id) where listings < 0;

update prospect set listings = -1
where state = 'live' and listings > 0
  and listings <> (select count(*) from member where member.prospect = prospect.id);
