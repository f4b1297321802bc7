using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Processing;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>
/// One tenant fires 100,000 rows at one instant; rows of another come behind, one or more a turn of ingress. Turns go round, so what is counted is exact:
/// rows of the firing that were produced, and that were written, between the arrival of the other's row and its release.
/// </summary>
public sealed class BurstTests
{
    private const int UnitRows = 4096;
    private const int BurstRows = 100_000;
    private const int OthersTurns = 60;

    [TestCase(1)]
    [TestCase(3)]
    public void OthersRow_BehindABurst_IsReleasedBeforeMoreThanOneUnitOfIt(int shards)
    {
        var run = new Run(new ShopPlan(tables: 2, hasRowTime: false) { FanOut = BurstRows }, shards);
        Assert.That(run.Waits, Has.Count.EqualTo(OthersTurns));
        Assert.That(run.Waits.Max(wait => wait.Produced), Is.LessThanOrEqualTo(UnitRows));
        Assert.That(run.Waits.Max(wait => wait.Written), Is.LessThanOrEqualTo(UnitRows));
        Assert.That(run.Waits.Count(wait => wait.Produced > 0), Is.GreaterThan(20), "rows that come before or after the burst prove little");
        Assert.That(run.BurstWritten, Is.EqualTo(BurstRows + 1));
    }

    /// <summary>
    /// A unit stays behind rows that have come, one turn: they are released before it is produced. The control comes every turn, and half of its rows
    /// find the unit that was put off.
    /// </summary>
    [TestCase(2)]
    [TestCase(1)]
    public void OthersRow_BehindAUnit_IsReleasedBeforeTheNextUnlessThatHasWaited(int turnsApart)
    {
        var run = new Run(new ShopPlan(tables: 2, hasRowTime: false, markIntervalBytes: 1 << 20) { FanOut = BurstRows }, shards: 1, unitRows: 4, turnsApart: turnsApart);
        Assert.That(run.Waits, Has.Count.EqualTo(OthersTurns));
        int waits = run.Waits.Count(wait => wait.Produced > 0);
        Assert.That(waits, turnsApart == 2 ? Is.AtMost(1) : Is.EqualTo(OthersTurns / 2), "but for the row that comes with the burst's own");
        Assert.That(run.BurstWritten, Is.EqualTo(BurstRows + 1));
    }

    /// <summary>Rows of one sink have one order: what is counted must be able to show a wait.</summary>
    [Test]
    public void OthersRow_OfTheSameSink_WaitsForTheBurst()
    {
        var run = new Run(new ShopPlan(tables: 2, hasRowTime: false, hasOneSink: true) { FanOut = BurstRows }, shards: 1);
        Assert.That(run.Waits.Max(wait => wait.Produced), Is.GreaterThan(BurstRows / 2));
    }

    /// <summary>A firing comes out while it is worked off: all of it need not fit into the arena.</summary>
    [Test]
    public void Burst_LargerThanTheArenasLimit_DoesNotHoldUpOthers()
    {
        var run = new Run(new ShopPlan(tables: 2, hasRowTime: false) { FanOut = BurstRows }, shards: 1, arenaLimitBytes: 1 << 20);
        Assert.That(run.Waits.Max(wait => wait.Produced), Is.LessThanOrEqualTo(UnitRows));
        Assert.That(run.BufferedBytesMax, Is.LessThan(1 << 20));
        Assert.That(run.BurstWritten, Is.EqualTo(BurstRows + 1));
    }

    /// <summary>Nor do others wait for the firing because a mark lies before them; the control is a mark that waits.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void OthersRow_BehindAMark_WaitsOnlyWhereTheMarkDoes(bool hasMarksWait)
    {
        var plan = new ShopPlan(tables: 2, hasRowTime: false, markIntervalBytes: 512) { FanOut = BurstRows, HasMarksWait = hasMarksWait };
        var run = new Run(plan, shards: 1);
        Assert.That(run.Waits, Has.Count.EqualTo(OthersTurns));
        Assert.That(run.Waits.Max(wait => wait.Produced), hasMarksWait ? Is.GreaterThan(BurstRows / 2) : Is.LessThanOrEqualTo(UnitRows));
        Assert.That(run.BurstWritten, Is.EqualTo(BurstRows + 1));
    }

    /// <summary>A sink that no firing feeds is not cut at the unit of one: its rows would fall behind, turn after turn.</summary>
    [Test]
    public void OthersRows_MoreATurnThanAUnit_KeepUpBesideABurst()
    {
        var run = new Run(new ShopPlan(tables: 2, hasRowTime: false, markIntervalBytes: 1 << 20) { FanOut = BurstRows }, shards: 1, unitRows: 4, othersATurn: 10);
        Assert.That(run.Waits, Has.Count.EqualTo(OthersTurns * 10));
        Assert.That(run.Waits.Max(wait => wait.Turns), Is.AtMost(2));
    }

    /// <summary>A unit that is due ends a batch of frames, and no duty cycle has two: each is told to egress before the next.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void Batch_WhileAUnitIsDue_EndsAtTheFrame(bool isDue)
    {
        var plan = new ShopPlan(tables: 2, hasRowTime: false, markIntervalBytes: 1 << 20) { FanOut = BurstRows, HasUnitsDue = isDue };
        var run = new Run(plan, shards: 1, unitRows: 4, othersATurn: 10);
        Assert.That(run.ProducedATurnMax, Is.EqualTo(4));
        int turns = run.Waits.Max(wait => wait.Turns);
        Assert.That(turns, isDue ? Is.GreaterThan(OthersTurns * 8) : Is.AtMost(2), "ten rows come a turn, and one is taken");
    }

    private sealed class Run : IConnectors
    {
        private readonly List<ShardAgent<RealEnvironment>> _shards = [];
        private readonly Queue<long> _producedAtArrival = [];
        private readonly Queue<long> _writtenAtArrival = [];
        private readonly Queue<int> _turnOfArrival = [];
        private readonly int _othersATurn;
        private readonly int _turnsApart;
        private bool _isBurstOver;
        private int _turn;

        public Run(ShopPlan plan, int shards, long arenaLimitBytes = 64 << 20, int unitRows = UnitRows, int othersATurn = 1, int turnsApart = 1)
        {
            _othersATurn = othersATurn;
            _turnsApart = turnsApart;
            JobOptions options = SimulatedJob.Options with
            {
                RecordPath = null,
                BatchFrames = 256,
                FiringUnitRows = unitRows,
                OutputArenaLimitBytes = arenaLimitBytes,
            };
            var job = new NodeJob { Plan = plan, Connectors = this, Options = options, ShardCount = shards };
            using var node = new Node<RealEnvironment>(job, new RealEnvironment(), CancellationToken.None);
            _shards.AddRange(node.Agents.OfType<ShardAgent<RealEnvironment>>());
            for (; node.Agents.Any(agent => !agent.IsDone); _turn++)
            {
                Assert.That(_turn, Is.LessThan(100_000), "nobody gets on");
                foreach (IAgent agent in node.Agents.Where(agent => !agent.IsDone))
                {
                    long before = BurstProduced;
                    agent.DoWork();
                    ProducedATurnMax = System.Math.Max(ProducedATurnMax, _isBurstOver ? 0 : BurstProduced - before);
                    BufferedBytesMax = System.Math.Max(BufferedBytesMax, _shards.Max(shard => shard.Outputs.BufferedBytes));
                }
            }

            node.Complete("by hand");
        }

        public List<(long Produced, long Written, int Turns)> Waits { get; } = [];

        public long BurstWritten { get; private set; }

        public long BufferedBytesMax { get; private set; }

        public long ProducedATurnMax { get; private set; }

        private long BurstProduced => _shards.Sum(shard => shard.Program.Counters
            .Where(counters => counters.Statement == 2).Sum(static (StatementCounters counters) => counters.Produced));

        public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => [new Source(this, isBurst: table.Id == 1)];

        public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => new Sink(this);

        private sealed class Source(Run run, bool isBurst) : ITableSource
        {
            private long _given;
            private int _turn = -1;
            private int _givenThisTurn;

            public string Name => isBurst ? "burst" : "others";

            public int FileIndex => 0;

            public bool IsBounded => false;

            public bool IsReplayable => true;

            public void SkipTo(long records) => _given = records;

            public ReadStatus Read(SourceRecord record, SourceTime now)
            {
                if (_given == (isBurst ? 1 : OthersTurns * run._othersATurn))
                {
                    // Its end would have the other tenant's table finish the firing at once.
                    run._isBurstOver |= !isBurst;
                    return run._isBurstOver ? ReadStatus.End : ReadStatus.Idle;
                }

                _givenThisTurn = _turn == run._turn ? _givenThisTurn : 0;
                _turn = run._turn;
                if (_givenThisTurn == run._othersATurn || run._turn % run._turnsApart != 0)
                {
                    return ReadStatus.Idle;
                }

                _givenThisTurn++;
                if (!isBurst)
                {
                    run._turnOfArrival.Enqueue(run._turn);
                    run._producedAtArrival.Enqueue(run.BurstProduced);
                    run._writtenAtArrival.Enqueue(run.BurstWritten);
                }

                record.Row.Begin();
                record.Row.SetUtf8(ShopPlan.Tenant, Encoding.ASCII.GetBytes(Name));
                record.Row.Set(ShopPlan.RowTime, _given);
                record.Row.Set(ShopPlan.Value, isBurst ? 10L : 1L);
                record.RecordNumber = ++_given;
                return ReadStatus.Row;
            }

            public void Dispose()
            {
            }
        }

        private sealed class Sink(Run run) : ITableSink
        {
            public SinkCursor Cursor { get; private set; }

            public void Write(in OutputIdentity identity, RowView row)
            {
                Cursor = new SinkCursor(Cursor.Rows + 1, 0, 0);
                if (identity.Statement <= 2)
                {
                    run.BurstWritten += run._isBurstOver && row.Get<long>(1) < 0 ? 0 : 1; // without the sum at the end
                }
                else if (identity.Statement == 3)
                {
                    run.Waits.Add((
                        run.BurstProduced - run._producedAtArrival.Dequeue(),
                        run.BurstWritten - run._writtenAtArrival.Dequeue(),
                        run._turn - run._turnOfArrival.Dequeue()));
                }
            }

            public void Flush()
            {
            }

            public void Sync()
            {
            }

            public void Complete()
            {
            }

            public void Dispose()
            {
            }
        }
    }
}
