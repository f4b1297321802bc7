-- An online shop with several tenants, made up by a seeded generator: ${ROWS} events, 20 ms of event time apart, out of order by up to
-- 2.5 s. ${SEED} chooses another shop. Runs on Flink too, which ignores the 'hotpath.' keys (and draws without a seed).
SET 'execution.runtime-mode' = 'streaming';
SET 'parallelism.default' = '1';
SET 'pipeline.auto-watermark-interval' = '0 ms';
SET 'table.local-time-zone' = 'UTC';
SET 'hotpath.datagen.seed' = '${SEED}';
SET 'hotpath.table.events.tenant' = 'tenant';

CREATE TABLE events (
  n BIGINT,
  tenant STRING,
  user_id INT,
  kind INT,
  cents BIGINT,
  delay_ms INT,
  event_type AS CASE WHEN kind < 70 THEN 'view' WHEN kind < 88 THEN 'cart' WHEN kind < 96 THEN 'order' ELSE 'payment' END,
  ts AS CAST(TO_TIMESTAMP_LTZ(1785542402500 + n * 20 - delay_ms, 3) AS TIMESTAMP(3)),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH (
  'connector' = 'datagen',
  'rows-per-second' = '1000000000',
  'fields.n.kind' = 'sequence',
  'fields.n.start' = '1',
  'fields.n.end' = '${ROWS}',
  'fields.tenant.length' = '1',
  'fields.user_id.min' = '1',
  'fields.user_id.max' = '5000',
  'fields.kind.min' = '0',
  'fields.kind.max' = '99',
  'fields.cents.min' = '99',
  'fields.cents.max' = '49999',
  'fields.delay_ms.min' = '0',
  'fields.delay_ms.max' = '2500'
);

CREATE TABLE revenue_by_minute (
  tenant STRING,
  minute_start TIMESTAMP(3),
  payments BIGINT,
  revenue_cents BIGINT,
  largest_cents BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = '${OUT}/revenue_by_minute.csv',
  'format' = 'csv'
);

CREATE TABLE audience_by_quarter (
  tenant STRING,
  quarter_start TIMESTAMP(3),
  users BIGINT,
  buyers BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = '${OUT}/audience_by_quarter.ndjson',
  'format' = 'json'
);
