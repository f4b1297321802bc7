-- Three questions, answered in one pass over the events. Every key starts with the tenant, so each tenant runs under its own clock.
EXECUTE STATEMENT SET
BEGIN

INSERT INTO revenue_by_minute
SELECT tenant, window_start, COUNT(*), SUM(cents), MAX(cents)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
WHERE event_type = 'payment'
GROUP BY tenant, window_start, window_end;

INSERT INTO audience_by_quarter
SELECT tenant, window_start, COUNT(DISTINCT user_id), COUNT(DISTINCT user_id) FILTER (WHERE event_type = 'payment')
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '15' MINUTE))
GROUP BY tenant, window_start, window_end;

END;

SELECT tenant, window_start,
  COUNT(*) FILTER (WHERE event_type = 'view') AS viewed,
  COUNT(*) FILTER (WHERE event_type = 'cart') AS carted,
  COUNT(*) FILTER (WHERE event_type = 'order') AS ordered,
  COUNT(*) FILTER (WHERE event_type = 'payment') AS paid
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' HOUR))
GROUP BY tenant, window_start, window_end;
