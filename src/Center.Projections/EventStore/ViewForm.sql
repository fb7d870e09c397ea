-- In which form the rows of each view are: another program than the one that wrote them tells them again (decision 0037).
create table if not exists center.view_form (
    view text not null primary key,
    form text not null
);

-- Rows that no view keeps any more: what a booking counts is folded from its stream (decision 0040).
drop table if exists center.mt_doc_figure_booking;
