-- The events of some shops, made by the table itself, and the exact answers to them in folder ${OUT}/answers. Flink refuses the
-- 'hotpath.' options: there the table is one over the file that 'hotpath generate' writes.
SET 'pipeline.auto-watermark-interval' = '0 ms';
SET 'table.local-time-zone' = 'UTC';
SET 'hotpath.table.events.tenant' = 'tenant_id';

CREATE TABLE events (
  event_type STRING,
  event_time TIMESTAMP(3),
  tenant_id BIGINT,
  total DECIMAL(19, 4),
  WATERMARK FOR event_time AS event_time - INTERVAL '5.000' SECOND(4)
) WITH (
  'connector' = 'datagen',
  'number-of-rows' = '20000',
  'rows-per-second' = '0',
  'hotpath.datagen.events' = 'shop',
  'hotpath.datagen.seed' = '7',
  'hotpath.datagen.tenants' = '5',
  'hotpath.datagen.late-ppm' = '20000',
  'hotpath.datagen.answers' = '${OUT}/answers'
);
