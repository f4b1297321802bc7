using System.Collections.Generic;

namespace HotPath.Generator.Answers;

/// <summary>
/// Sessions of the users who are signed in: events of one user that lie no farther apart than the gap, whenever they
/// arrived. A session ends the gap after its last event.
/// </summary>
internal sealed class UserSessions
{
    private readonly long _gapMs;
    private readonly Dictionary<(int TenantId, long UserId), List<long>> _timesMs = [];

    public UserSessions(long gapMs) => _gapMs = gapMs;

    public void Add(int tenantId, long userId, long timeMs)
    {
        if (!_timesMs.TryGetValue((tenantId, userId), out List<long>? timesMs))
        {
            _timesMs.Add((tenantId, userId), timesMs = []);
        }

        timesMs.Add(timeMs);
    }

    public void Write(string path)
    {
        var table = new AnswerTable("tenant_id,user_id,session_start,session_end,events");
        foreach (((int tenantId, long userId), List<long> timesMs) in _timesMs)
        {
            timesMs.Sort();
            int first = 0;
            for (int next = 1; next <= timesMs.Count; next++)
            {
                if (next == timesMs.Count || timesMs[next] - timesMs[next - 1] > _gapMs)
                {
                    string from = AnswerText.Instant(timesMs[first]);
                    string to = AnswerText.Instant(timesMs[next - 1] + _gapMs);
                    table.Add($"{tenantId},{userId},{from},{to},{next - first}");
                    first = next;
                }
            }
        }

        table.Write(path);
    }
}
