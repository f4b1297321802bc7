CREATE TABLE pages (
  shop STRING,
  minute_start TIMESTAMP(3),
  clicks BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = '${OUT}/pages.csv',
  'format' = 'csv'
);

INSERT INTO pages
SELECT shop, window_start, COUNT(*)
FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(click_time), INTERVAL '1' MINUTE))
GROUP BY shop, window_start, window_end;
