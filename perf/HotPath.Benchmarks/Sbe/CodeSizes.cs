using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using HotPath.Benchmarks.Codecs.Overlay;
using HotPath.Benchmarks.Codecs.Proto;
using HotPath.Benchmarks.Codecs.Shop;
using HotPath.Benchmarks.Reporting;
using HotPath.Sbe.CSharp;
using HotPath.Sbe.Files;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;

namespace HotPath.Benchmarks.Sbe;

/// <summary>How much code a message needs.</summary>
internal static class CodeSizes
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Sizes of the car, the order, and all messages of the shop.</summary>
    /// <param name="root">Folder of the checkout.</param>
    /// <returns>The table.</returns>
    public static ResultTable Table(string root)
    {
        var table = new ResultTable(
        [
            "code of a message, its composites and its groups", "lines of C#", "lines without comments", "IL bytes, reading",
            "IL bytes, writing", "IL bytes, JSON",
        ]);
        AddGenerated(table, root, SbeFiles.Car, "generated: Car", "HotPath.Benchmarks.Codecs.Cars", ["Car", "Engine", "Booster"]);
        AddGenerated(table, root, SbeFiles.Shop, "generated: OrderPlaced", "HotPath.Benchmarks.Codecs.Shop", ["OrderPlaced", "Envelope", "Uuid", "Amount"]);
        MessageSchema shop = Read(root, SbeFiles.Shop);
        string[] all = [.. shop.Messages.Select(static message => message.Name)];
        AddGenerated(table, root, SbeFiles.Shop, $"generated: {all.Length} messages of the shop, without composites", "HotPath.Benchmarks.Codecs.Shop", all);
        AddTypes(
            table, "Google.Protobuf: ProtoCar, all in one", typeof(ProtoCar), typeof(ProtoEngine), typeof(ProtoBooster),
            typeof(ProtoFuelFigure), typeof(ProtoPerformanceFigure), typeof(ProtoAcceleration));
        AddTypes(table, "Google.Protobuf: ProtoOrder, all in one", typeof(ProtoOrder), typeof(ProtoEnvelope), typeof(ProtoOrderItem));
        AddTypes(table, "struct overlay by hand, car, with this benchmark's sum", typeof(OverlayCar));
        AddTypes(table, "struct overlay by hand, order, with this benchmark's sum", typeof(OverlayOrder));
        return table;
    }

    private static void AddGenerated(ResultTable table, string root, string path, string name, string codeNamespace, string[] members)
    {
        HashSet<string> files = [.. members.Select(member => $"{codeNamespace}.{member}.g.cs")];
        string[] lines = [.. CodecEmitter.Emit(Read(root, path), codeNamespace)
            .Where(file => files.Contains(file.Name))
            .SelectMany(static file => file.Text.Split('\n'))];
        Assembly assembly = typeof(OrderPlacedDecoder).Assembly;
        MethodBase[] reading = [.. members.SelectMany(member => Methods(assembly.GetType($"{codeNamespace}.{member}Decoder", throwOnError: true)!))];
        MethodBase[] writing = [.. members.SelectMany(member => Methods(assembly.GetType($"{codeNamespace}.{member}Encoder", throwOnError: true)!))];
        int code = lines.Count(static line => line.Trim() is { Length: > 0 } text && !text.StartsWith("//", StringComparison.Ordinal));
        FormattableString[] fields =
        [
            $"{name}", $"{lines.Length:N0}", $"{code:N0}", $"{Bytes(reading.Where(static m => !IsText(m))):N0}", $"{Bytes(writing):N0}",
            $"{Bytes(reading.Where(IsText)):N0}",
        ];
        table.Add([.. fields.Select(FormattableString.Invariant)]);
    }

    private static void AddTypes(ResultTable table, string name, params Type[] types) =>
        table.Add(name, "", "", FormattableString.Invariant($"{types.Sum(static type => Bytes(Methods(type))):N0}"), "", "");

    private static bool IsText(MethodBase method) => method.Name is "WriteJson" or "ToString";

    private static int Bytes(IEnumerable<MethodBase> methods) => methods.Sum(static method => method.GetMethodBody()?.GetILAsByteArray()?.Length ?? 0);

    private static IEnumerable<MethodBase> Methods(Type type) => type.GetMembers(Everything)
        .OfType<MethodBase>()
        .Concat(type.GetNestedTypes(Everything).SelectMany(Methods));

    private static MessageSchema Read(string root, string path) => SchemaReader.Read(Path.Combine(root, path), new DiskSchemaFiles()).Schema!;
}
