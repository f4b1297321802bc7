using System.Linq;
using System.Text.Json;
using HotPath.Benchmarks.Codecs;
using HotPath.Benchmarks.Codecs.Generated;
using HotPath.Benchmarks.Codecs.Models;
using HotPath.Benchmarks.Codecs.Overlay;
using HotPath.Benchmarks.Codecs.Peers;
using HotPath.Benchmarks.Codecs.Runtime;
using HotPath.Sbe.Schema.Model;
using CheckedCar = HotPath.Benchmarks.Codecs.Checked.Generated.GeneratedCar;
using CheckedOrder = HotPath.Benchmarks.Codecs.Checked.Generated.GeneratedOrder;

namespace HotPath.Benchmarks.Sbe;

/// <summary>What is measured: both messages both ways, one field, and a long group.</summary>
internal static class Workloads
{
    /// <summary>Lines of an order.</summary>
    public const int Lines = 4;

    /// <summary>Lines of an order whose lines are walked.</summary>
    public const int ManyLines = 1000;

    public const string Overlay = "struct overlay by hand";
    public const string OverlayWhole = "struct overlay, whole frame first";
    public const string Generated = "generated";
    public const string Checked = "generated, checked mode";
    public const string Runtime = "run-time schema";
    private const string Protobuf = "Google.Protobuf";
    private const string Json = "System.Text.Json, source-generated";
    private const string MessagePack = "MessagePack";
    private const string MemoryPack = "MemoryPack";

    /// <summary>The car example.</summary>
    public static Workload[] Cars(MessageSchema schema)
    {
        CarSource[] cars = [.. Enumerable.Range(0, Workload.Messages).Select(CarSource.Create)];
        byte[][] frames = Variant.Frames(default(GeneratedCar), cars);
        ProtobufCar protobuf = default;
        JsonCodec<CarSource, CarModel> json = new(ModelJsonContext.Default.CarModel, Writer());
        MessagePackCodec<CarSource, CarModel> messagePack = default;
        MemoryPackCodec<CarSource, CarModel> memoryPack = default;
        return
        [
            new("car, decode",
            [
                Variant.Decoding(Overlay, default(OverlayCar), frames),
                Variant.Decoding(OverlayWhole, default(OverlayCarWhole), frames),
                Variant.Decoding(Generated, default(GeneratedCar), frames),
                Variant.Decoding(Checked, default(CheckedCar), frames),
                Variant.Decoding(Runtime, new RuntimeReader(schema), frames),
                Variant.Decoding(Protobuf, protobuf, Variant.Frames(protobuf, cars)),
                Variant.Decoding(Json, json, Variant.Frames(json, cars)),
                Variant.Decoding(MessagePack, messagePack, Variant.Frames(messagePack, cars)),
                Variant.Decoding(MemoryPack, memoryPack, Variant.Frames(memoryPack, cars)),
            ]),
            new("car, encode",
            [
                Variant.Encoding(Overlay, default(OverlayCar), cars),
                Variant.Encoding(Generated, default(GeneratedCar), cars),
                Variant.Encoding(Checked, default(CheckedCar), cars),
                Variant.Encoding(Protobuf, protobuf, cars),
                Variant.Encoding(Json, json, cars),
                Variant.Encoding(MessagePack, messagePack, cars),
                Variant.Encoding(MemoryPack, memoryPack, cars),
            ]),
        ];
    }

    /// <summary>The order of the shop.</summary>
    public static Workload[] Orders(MessageSchema schema)
    {
        OrderSource[] orders = [.. Enumerable.Range(0, Workload.Messages).Select(static i => OrderSource.Create(i, Lines))];
        OrderSource[] many = [.. Enumerable.Range(0, Workload.Messages).Select(static i => OrderSource.Create(i, ManyLines))];
        byte[][] frames = Variant.Frames(default(GeneratedOrder), orders);
        byte[][] longFrames = Variant.Frames(default(GeneratedOrder), many);
        ProtobufOrder protobuf = default;
        JsonCodec<OrderSource, OrderModel> json = new(ModelJsonContext.Default.OrderModel, Writer());
        MessagePackCodec<OrderSource, OrderModel> messagePack = default;
        MemoryPackCodec<OrderSource, OrderModel> memoryPack = default;
        return
        [
            new("order, decode",
            [
                Variant.Decoding(Overlay, default(OverlayOrder), frames),
                Variant.Decoding(OverlayWhole, default(OverlayOrderWhole), frames),
                Variant.Decoding(Generated, default(GeneratedOrder), frames),
                Variant.Decoding(Checked, default(CheckedOrder), frames),
                Variant.Decoding(Runtime, new RuntimeReader(schema), frames),
                Variant.Decoding(Protobuf, protobuf, Variant.Frames(protobuf, orders)),
                Variant.Decoding(Json, json, Variant.Frames(json, orders)),
                Variant.Decoding(MessagePack, messagePack, Variant.Frames(messagePack, orders)),
                Variant.Decoding(MemoryPack, memoryPack, Variant.Frames(memoryPack, orders)),
            ]),
            new("order, encode",
            [
                Variant.Encoding(Overlay, default(OverlayOrder), orders),
                Variant.Encoding(Generated, default(GeneratedOrder), orders),
                Variant.Encoding(Checked, default(CheckedOrder), orders),
                Variant.Encoding(Protobuf, protobuf, orders),
                Variant.Encoding(Json, json, orders),
                Variant.Encoding(MessagePack, messagePack, orders),
                Variant.Encoding(MemoryPack, memoryPack, orders),
            ]),
            new("order, one field",
            [
                Variant.Seeking(Overlay, default(OverlayOrder), frames),
                Variant.Seeking(Generated, default(GeneratedOrder), frames),
                Variant.Seeking(Checked, default(CheckedOrder), frames),
                Variant.Seeking(Runtime, new RuntimeReader(schema), frames),
                Variant.Seeking(Protobuf, protobuf, Variant.Frames(protobuf, orders)),
            ]),
            new("order, walk of 1000 lines",
            [
                Variant.Walking(Overlay, default(OverlayOrder), longFrames),
                Variant.Walking(OverlayWhole, default(OverlayOrderWhole), longFrames),
                Variant.Walking(Generated, default(GeneratedOrder), longFrames),
                Variant.Walking(Checked, default(CheckedOrder), longFrames),
                Variant.Walking(Runtime, new RuntimeReader(schema), longFrames),
                Variant.Walking(Protobuf, protobuf, Variant.Frames(protobuf, many)),
            ]),
        ];
    }

    private static Utf8JsonWriter Writer() => new(new FixedBuffer(0), new JsonWriterOptions { SkipValidation = true });
}
