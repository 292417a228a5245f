create table orders (number bigint primary key, placed_at timestamptz not null);

-- What a validation and the hourly manifest read as: the one thing that a team adds to its database.
create role pilot_light_reader nologin;
grant pilot_light_reader to current_user;
grant select on all tables in schema public to pilot_light_reader;
