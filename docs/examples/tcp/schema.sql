CREATE TABLE clicks (
  click_time TIMESTAMP(3),
  shop STRING,
  page STRING,
  WATERMARK FOR click_time AS click_time - INTERVAL '5' SECOND
) WITH (
  'connector' = 'tcp',
  'listen' = '${LISTEN}',
  'format' = 'csv'
);
