using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Foundation.Hashing;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.Fuzz.Mutating;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>
/// The front end on XML: a schema or errors with a place; of what it accepts, code can be generated and a decoder made.
/// </summary>
internal sealed class SchemaTarget : IFuzzTarget
{
    private const string FileName = "main.xml";
    private const int GeneratedEvery = 16;

    private readonly XmlMutator _mutator;
    private readonly InputFile _file = new();
    private int _accepted;

    public SchemaTarget(IEnumerable<string> seeds) => _mutator = new XmlMutator(seeds);

    /// <inheritdoc/>
    public string Name => "schema";

    /// <inheritdoc/>
    public FuzzOutcome Execute(ReadOnlySpan<byte> input)
    {
        _file.Octets = input.ToArray();
        SchemaReadResult result = SchemaReader.Read(FileName, _file);
        SchemaDiagnostic? error = result.Diagnostics.FirstOrDefault(static finding => finding.Severity == SchemaSeverity.Error);
        if (result.Schema is null != error is not null)
        {
            throw new FuzzFindingException(error is null ? "refused without an error" : $"accepted in spite of: {error}");
        }

        if (error is not null)
        {
            bool hasPlace = error.Line >= 0 && error.Column >= 0 && error.Message.Length > 0 && error.Remedy.Length > 0;
            return hasPlace ? new FuzzOutcome(error.Rule.ToString(), null) : throw new FuzzFindingException($"says too little: {error}");
        }

        _ = new MessageDecoder(result.Schema!).Check(stackalloc byte[64], out _);
        if (_accepted++ % GeneratedEvery == 0)
        {
            _ = CodecEmitter.Emit(result.Schema!, "Fuzzed");
        }

        return new FuzzOutcome("None", null);
    }

    /// <inheritdoc/>
    public int Make(SplitMix64 random, Span<byte> to) => _mutator.Make(random, to);

    private sealed class InputFile : ISchemaFiles
    {
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        public byte[] Octets { get; set; } = [];

        public string? TryRead(string path)
        {
            if (path != FileName)
            {
                return null;
            }

            try
            {
                return Strict.GetString(Octets);
            }
            catch (DecoderFallbackException error)
            {
                throw new IOException("it is not UTF-8", error);
            }
        }
    }
}
