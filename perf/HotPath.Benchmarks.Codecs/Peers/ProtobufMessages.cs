using System;
using System.Linq;
using HotPath.Benchmarks.Codecs.Models;
using HotPath.Benchmarks.Codecs.Proto;

namespace HotPath.Benchmarks.Codecs.Peers;

/// <summary>Messages of Protobuf with the values of plain objects; made before anything is measured.</summary>
public static class ProtobufMessages
{
    /// <summary>A car.</summary>
    /// <param name="model">Values.</param>
    /// <returns>The message.</returns>
    public static ProtoCar Of(CarModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        EngineModel engine = model.Engine;
        var car = new ProtoCar
        {
            SerialNumber = model.SerialNumber,
            ModelYear = model.ModelYear,
            Available = model.Available,
            Code = model.Code,
            VehicleCode = model.VehicleCode,
            Extras = model.Extras,
            Engine = new ProtoEngine
            {
                Capacity = engine.Capacity,
                NumCylinders = engine.NumCylinders,
                ManufacturerCode = engine.ManufacturerCode,
                Efficiency = engine.Efficiency,
                BoosterEnabled = engine.BoosterEnabled,
                Booster = new ProtoBooster { BoostType = engine.BoostType, HorsePower = engine.HorsePower },
            },
            Manufacturer = model.Manufacturer,
            Model = model.Model,
            ActivationCode = model.ActivationCode,
        };
        car.SomeNumbers.AddRange(model.SomeNumbers);
        car.FuelFigures.AddRange(model.FuelFigures.Select(
            static f => new ProtoFuelFigure { Speed = f.Speed, Mpg = f.Mpg, UsageDescription = f.UsageDescription }));
        foreach (PerformanceFigureModel figure in model.PerformanceFigures)
        {
            var performance = new ProtoPerformanceFigure { OctaneRating = figure.OctaneRating };
            performance.Acceleration.AddRange(figure.Acceleration.Select(static a => new ProtoAcceleration { Mph = a.Mph, Seconds = a.Seconds }));
            car.PerformanceFigures.Add(performance);
        }

        return car;
    }

    /// <summary>An order.</summary>
    /// <param name="model">Values.</param>
    /// <returns>The message.</returns>
    public static ProtoOrder Of(OrderModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var order = new ProtoOrder
        {
            Envelope = Of(model.Envelope),
            OrderId = model.OrderId,
            Total = model.Total,
            Tax = model.Tax,
            Shipping = model.Shipping,
            Discount = model.Discount,
            Currency = model.Currency,
            Channel = model.Channel,
            ItemCount = model.ItemCount,
            CouponCode = model.CouponCode,
        };
        if (model.CartId is ulong cart)
        {
            order.CartId = cart;
        }

        order.Items.AddRange(model.Items.Select(Of));
        return order;
    }

    private static ProtoEnvelope Of(EnvelopeModel model)
    {
        var envelope = new ProtoEnvelope
        {
            EventIdHi = model.EventIdHi,
            EventIdLo = model.EventIdLo,
            EventTime = model.EventTime,
            TenantId = model.TenantId,
            SourceId = model.SourceId,
            Flags = model.Flags,
            SourceSequence = model.SourceSequence,
        };
        if (model.IngestTime is long time)
        {
            envelope.IngestTime = time;
        }

        if (model.SessionId is ulong session)
        {
            envelope.SessionId = session;
        }

        if (model.UserId is ulong user)
        {
            envelope.UserId = user;
        }

        return envelope;
    }

    private static ProtoOrderItem Of(OrderItemModel model)
    {
        var item = new ProtoOrderItem
        {
            ProductId = model.ProductId,
            UnitPrice = model.UnitPrice,
            LineDiscount = model.LineDiscount,
            Quantity = model.Quantity,
        };
        if (model.VariantId is ulong variant)
        {
            item.VariantId = variant;
        }

        return item;
    }
}
