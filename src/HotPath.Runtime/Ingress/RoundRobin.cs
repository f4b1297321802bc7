using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Parts that take turns, one record each. Strict: whoever's turn it is, is waited for, so the order is a function of
/// the inputs. Lenient: whoever has nothing now is passed over.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
public sealed class RoundRobin : ISourceTurn
{
    private readonly List<ISourceTurn> _parts;
    private readonly bool _isStrict;
    private int _turn;

    /// <summary>Turns over parts.</summary>
    /// <param name="parts">The parts, in order.</param>
    /// <param name="isStrict">Whether to wait for whoever's turn it is.</param>
    public RoundRobin(IEnumerable<ISourceTurn> parts, bool isStrict)
    {
        _parts = [.. parts];
        _isStrict = isStrict;
        IsBounded = _parts.All(part => part.IsBounded);
    }

    /// <inheritdoc/>
    public bool IsBounded { get; }

    /// <inheritdoc/>
    public SourceHead? Head { get; private set; }

    /// <inheritdoc/>
    public ReadStatus Take(SourceTime now)
    {
        int passed = 0;
        while (passed < _parts.Count)
        {
            ISourceTurn part = _parts[_turn];
            ReadStatus status = part.Take(now);
            if (status == ReadStatus.End)
            {
                _parts.RemoveAt(_turn);
                _turn = _turn == _parts.Count ? 0 : _turn;
                continue;
            }

            if (status != ReadStatus.Idle)
            {
                Head = part.Head;
                Advance();
                return status;
            }

            if (_isStrict)
            {
                return status;
            }

            Advance();
            passed++;
        }

        return _parts.Count == 0 ? ReadStatus.End : ReadStatus.Idle;
    }

    /// <inheritdoc/>
    public bool ResumeAfter(int table, int source)
    {
        int last = _parts.FindIndex(part => part.ResumeAfter(table, source));
        if (last < 0)
        {
            return false;
        }

        _turn = last;
        Advance();
        return true;
    }

    private void Advance() => _turn = _turn + 1 == _parts.Count ? 0 : _turn + 1;
}
