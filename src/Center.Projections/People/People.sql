-- Few records were ever merged, so the index is small: who was merged into whom is asked with every booking.
create index if not exists person_merged on center.mt_doc_person_row (tenant_id, (data -> 'person' ->> 'mergedInto'))
    where data -> 'person' ->> 'mergedInto' is not null;
