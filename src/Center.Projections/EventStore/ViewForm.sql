-- In which form the rows of each view are: another program than the one that wrote them tells them again (decision 0037).
create table if not exists center.view_form (
    view text not null primary key,
    form text not null
);
