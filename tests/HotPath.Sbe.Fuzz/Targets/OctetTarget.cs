using System;
using System.Collections.Generic;
using HotPath.Conformance.SbeGenerated;
using HotPath.Foundation.Hashing;
using HotPath.Sbe.Fuzz.Mutating;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>
/// Both decoders of one schema, the generated one and the one that works at run time, on the same octets: same verdict
/// and same values, every member read, refusals without allocation.
/// </summary>
internal sealed class OctetTarget : IFuzzTarget
{
    // Printing costs twenty times the reading, and a value that differs does so more than once.
    private const int PrintedEvery = 64;
    private const int CopyMaxBytes = 4 * Running.GuardedInput.CapacityBytes;

    private static readonly string[] Kinds = Enum.GetNames<SbeErrorKind>();

    private readonly GeneratedCodec _codec;
    private readonly MessageDecoder _decoder;
    private readonly FrameMutator _mutator;
    private readonly byte[] _copy = new byte[CopyMaxBytes];
    private readonly byte[] _again = new byte[CopyMaxBytes];
    private int _accepted;

    public OctetTarget(string name, GeneratedCodec codec)
    {
        Name = name;
        _codec = codec;
        _decoder = new MessageDecoder(codec.Schema);
        _mutator = new FrameMutator(codec.Schema.ByteOrder);
        Seeds = [.. FrameMap.Of(codec.Schema)];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Valid messages.</summary>
    public IReadOnlyList<FrameMap> Seeds { get; }

    /// <inheritdoc/>
    public FuzzOutcome Execute(ReadOnlySpan<byte> input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        SbeError wanted = _decoder.Check(input, out DecodedMessage decoded);
        SbeError error = _codec.Check(input, out int consumedBytes, out bool isTailUnread);
        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Compare(wanted, error, input.Length);
        if (!wanted.IsError)
        {
            Require(decoded.ConsumedBytes <= input.Length, "reads past the end");
            Require(consumedBytes == decoded.ConsumedBytes, "the decoders consume different lengths");
            Require(isTailUnread == decoded.IsTailUnread, "the decoders tell different tails");
            ReadAll(input);
        }

        return new FuzzOutcome(Kinds[(int)wanted.Kind], decoded.Message?.Name, allocatedBytes);
    }

    /// <inheritdoc/>
    public int Make(SplitMix64 random, Span<byte> to) => _mutator.Make(Seeds[random.Below(Seeds.Count)], random, to);

    private static void Compare(SbeError wanted, SbeError error, int lengthBytes)
    {
        // A decoder of one message knows no others.
        SbeErrorKind kind = error.Kind == SbeErrorKind.OtherTemplate && wanted.Kind == SbeErrorKind.UnknownTemplate
            ? SbeErrorKind.UnknownTemplate
            : error.Kind;
        bool isSame = kind == wanted.Kind && error.OffsetBytes == wanted.OffsetBytes && error.Found == wanted.Found
            && error.MemberName == wanted.MemberName;
        if (!isSame)
        {
            throw new FuzzFindingException($"generated: {error}, at run time: {wanted}");
        }

        Require(wanted.OffsetBytes >= 0 && wanted.OffsetBytes <= lengthBytes, "the error is outside the input");
    }

    private static void Require(bool isKept, string broken)
    {
        if (!isKept)
        {
            throw new FuzzFindingException(broken);
        }
    }

    private void ReadAll(ReadOnlySpan<byte> input)
    {
        SummingVisitor sum = default;
        Require(!_decoder.Decode(input, ref sum, out _).IsError, "a second reading says otherwise");

        // Reads every member with generated code, too; what is written must be read and written alike from then on.
        int length = _codec.Copy(input, _copy);
        SbeError error = _codec.Check(_copy.AsSpan(0, length), out int consumedBytes, out _);
        if (error.IsError)
        {
            throw new FuzzFindingException($"what was written is refused: {error}");
        }

        Require(consumedBytes == length, "what was written is longer than what is read of it");
        int again = _codec.Copy(_copy.AsSpan(0, length), _again);
        Require(_copy.AsSpan(0, length).SequenceEqual(_again.AsSpan(0, again)), "what was written is not written again alike");
        if (_accepted++ % PrintedEvery == 0 && RuntimeDifference.Find(_codec, input.ToArray()) is { } difference)
        {
            throw new FuzzFindingException(difference);
        }
    }
}
