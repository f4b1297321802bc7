using System;
using System.Collections.Generic;
using System.Threading;
using HotPath.Runtime.Egress;

namespace HotPath.Runtime.Latency;

/// <summary>
/// How long every event takes from its intended arrival to its release, and in which stage: measured where rows are
/// released, for each tenant, in histograms. An event waits for the sinks that its tenant's rows go to, not for a
/// firing of others into theirs. Nothing is sampled, and what waits while the node stands still is counted
/// with its whole wait.
/// </summary>
/// <remarks>
/// <code>
/// intended arrival --ingress--> in the ring --processing--> applied --commit--> may be seen --release--> written
/// </code>
/// Threading: ingress's thread has <see cref="Trail"/>, egress's everything else but <see cref="Read"/>. Allocates only
/// for a tenant that has not been seen.
/// </remarks>
public sealed class LatencyMeter
{
    /// <summary>Stands for all tenants.</summary>
    public const int AllTenants = -1;

    /// <summary>Stands for the tenants that have no figures of their own.</summary>
    public const int OtherTenants = -2;

    /// <summary>Tenants with figures of their own: those that were seen first. Unit: tenants.</summary>
    public const int TenantsMax = 64;

    private const int All = 0;

    private readonly List<(int Tenant, StageHistograms Histograms)> _histograms = [(AllTenants, new StageHistograms())];
    private readonly StageHistograms _recent = new();
    private readonly PositionTimes _applied = new();
    private readonly PositionTimes _committed = new();
    private readonly HeldStamps _held = new();
    private readonly LatencySnapshot[] _buffers = [new(), new()];
    private readonly int[] _tenantAt = new int[TenantsMax + 1];
    private int[] _indexOfTenant = new int[16];
    private LatencySnapshot? _wanted;
    private LatencySnapshot? _filled;
    private LatencySnapshot? _read; // the reader's
    private int _count = 1;

    /// <summary>What ingress leaves behind.</summary>
    internal ArrivalTrail Trail { get; } = new();

    /// <summary>How far the stages before egress have come.</summary>
    /// <param name="applied">Position that every shard has come to. Unit: bytes.</param>
    /// <param name="committed">Position up to which outputs may be seen; the largest for a run in memory. Unit: bytes.
    /// </param>
    /// <param name="clock">Told the time, if anything has changed.</param>
    /// <typeparam name="TClock">Monotonic clock.</typeparam>
    internal void Observe<TClock>(long applied, long committed, ref TClock clock)
        where TClock : struct, Environments.IClock
    {
        bool isApplied = _applied.IsNews(applied);
        bool isCommitted = committed != long.MaxValue && _committed.IsNews(committed);
        if (!isApplied && !isCommitted)
        {
            return;
        }

        long nowNs = clock.NowNs;
        if (isApplied)
        {
            _applied.Note(applied, nowNs);
        }

        if (isCommitted)
        {
            _committed.Note(committed, nowNs);
        }
    }

    /// <summary>Everything below a position has been released.</summary>
    /// <param name="position">Unit: bytes.</param>
    /// <param name="isDurable">Whether it waited for the journal.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    internal void NoteReleased(long position, bool isDurable, long nowNs)
    {
        for (int i = _held.TenantCount - 1; i >= 0; i--)
        {
            RecordHeld(_held.TenantAt(i), position, nowNs);
        }

        while (Trail.TryTake(position, out ArrivalStamp stamp))
        {
            RecordTaken(stamp, isDurable, nowNs);
        }
    }

    /// <summary>
    /// A firing holds up some sinks: each tenant's events have been released as far as its own sinks have come.
    /// </summary>
    /// <param name="taken">Position below which every shard has taken the frames and the journal holds them. Unit:
    /// bytes.</param>
    /// <param name="releases">How far each tenant is.</param>
    /// <param name="isDurable">Whether it waited for the journal.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    internal void NoteReleased(long taken, TenantReleases releases, bool isDurable, long nowNs)
    {
        releases.Begin(taken);
        for (int i = _held.TenantCount - 1; i >= 0; i--)
        {
            int tenant = _held.TenantAt(i);
            RecordHeld(tenant, releases.Of(tenant), nowNs);
        }

        while (!_held.IsFull && Trail.TryTake(taken, out ArrivalStamp stamp))
        {
            if (_held.Holds(stamp.Tenant) || releases.Of(stamp.Tenant) < stamp.EndPosition)
            {
                _held.Add(stamp);
            }
            else
            {
                RecordTaken(stamp, isDurable, nowNs);
            }
        }
    }

    /// <summary>Copies a part of what a reader has asked for: one tenant a call, so that no event waits for it.
    /// </summary>
    internal void Serve()
    {
        if (_wanted is null || Volatile.Read(ref _wanted) is not { } snapshot)
        {
            return;
        }

        if (snapshot.Filled < snapshot.Count)
        {
            StageHistograms target = snapshot.At(snapshot.Filled);
            target.Reset();
            target.Add(_histograms[snapshot.Filled].Histograms);
            snapshot.Filled++;
            return;
        }

        snapshot.Recent.Reset();
        snapshot.Recent.Add(_recent);
        _recent.Reset();
        // In this order, and read in the other: who sees that nothing is wanted also sees what is the reader's now.
        Volatile.Write(ref _filled, snapshot);
        Volatile.Write(ref _wanted, null);
    }

    /// <summary>
    /// The figures as they were when this was last asked, and asks again: for a thread that reads from time to time.
    /// </summary>
    /// <returns>Since the start, by tenant and stage; empty at first. For a <see cref="LatencyTally"/>, what came since
    /// the time before.</returns>
    public LatencyReading Read()
    {
        bool isServed = Volatile.Read(ref _wanted) is null;
        LatencySnapshot? filled = Volatile.Read(ref _filled);
        if (isServed)
        {
            LatencySnapshot next = filled == _buffers[0] ? _buffers[1] : _buffers[0];
            next.Reserve(Volatile.Read(ref _count));
            Volatile.Write(ref _wanted, next);
        }

        // Buffers take turns, so another one is another moment.
        bool isNew = filled != _read;
        _read = filled;
        return filled is null ? LatencyReading.None : LatencyReading.Of(filled, TenantAt, isNew);
    }

    /// <summary>The figures since the start, once the agents have ended.</summary>
    /// <returns>By tenant and stage.</returns>
    public IReadOnlyList<LatencyFigures> Complete()
    {
        var all = new List<LatencyFigures>();
        foreach ((int tenant, StageHistograms histograms) in _histograms)
        {
            all.AddRange(histograms.IsEmpty ? [] : histograms.Figures(tenant));
        }

        return all;
    }

    // What waits for a firing is being processed until then.
    private void RecordHeld(int tenant, long position, long nowNs)
    {
        while (_held.TryTake(tenant, position, out ArrivalStamp stamp))
        {
            stamp.SequencedNs = Math.Min(stamp.SequencedNs, nowNs);
            Record(stamp, appliedNs: nowNs, committedNs: nowNs, nowNs);
        }
    }

    private void RecordTaken(ArrivalStamp stamp, bool isDurable, long nowNs)
    {
        // A batch stands in the ring before ingress looks at the clock: others may have released it by then.
        stamp.SequencedNs = Math.Min(stamp.SequencedNs, nowNs);
        long appliedNs = Math.Clamp(_applied.TimeOf(stamp.EndPosition, nowNs), stamp.SequencedNs, nowNs);
        long committedNs = isDurable
            ? Math.Clamp(_committed.TimeOf(stamp.EndPosition, nowNs), appliedNs, nowNs)
            : appliedNs;
        Record(stamp, appliedNs, committedNs, nowNs);
    }

    private void Record(in ArrivalStamp stamp, long appliedNs, long committedNs, long nowNs)
    {
        Record(_recent, stamp, appliedNs, committedNs, nowNs);
        Record(_histograms[All].Histograms, stamp, appliedNs, committedNs, nowNs);
        if (stamp.Tenant > 0)
        {
            Record(Of(stamp.Tenant), stamp, appliedNs, committedNs, nowNs);
        }
    }

    private static void Record(
        StageHistograms target, in ArrivalStamp stamp, long appliedNs, long committedNs, long nowNs)
    {
        target.Record(LatencyStage.Ingress, stamp.SequencedNs - stamp.ArrivalNs, stamp.Events);
        target.Record(LatencyStage.Processing, appliedNs - stamp.SequencedNs, stamp.Events);
        target.Record(LatencyStage.Commit, committedNs - appliedNs, stamp.Events);
        target.Record(LatencyStage.Release, nowNs - committedNs, stamp.Events);
        target.Record(LatencyStage.Total, nowNs - stamp.ArrivalNs, stamp.Events);
    }

    // The list grows on egress's thread alone, and what a reader has been told the number of does not move.
    private int TenantAt(int index) => index == All ? AllTenants : index > TenantsMax ? OtherTenants : _tenantAt[index];

    private StageHistograms Of(int tenant)
    {
        if (tenant >= _indexOfTenant.Length)
        {
            Array.Resize(ref _indexOfTenant, Math.Max(tenant + 1, 2 * _indexOfTenant.Length));
        }

        int index = _indexOfTenant[tenant];
        if (index == 0)
        {
            index = Math.Min(_count, TenantsMax + 1);
            if (index == _histograms.Count)
            {
                _histograms.Add((index > TenantsMax ? OtherTenants : tenant, new StageHistograms()));
                if (index <= TenantsMax)
                {
                    _tenantAt[index] = tenant;
                }

                Volatile.Write(ref _count, _histograms.Count);
            }

            _indexOfTenant[tenant] = index;
        }

        return _histograms[index].Histograms;
    }
}
