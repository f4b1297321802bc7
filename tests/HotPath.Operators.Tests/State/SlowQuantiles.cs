using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using HotPath.Operators.State;

namespace HotPath.Operators.Tests.State;

/// <summary>
/// The sketch of a list of finite values as docs/dialect.md defines it: exact up to 256 different ones, else the finest
/// buckets of which there are not more than 512. By division of whole numbers, all at once.
/// </summary>
internal sealed class SlowQuantiles
{
    private readonly List<double> _stands = [];

    public SlowQuantiles(double[] values)
    {
        if (values.Distinct().Count() <= 256)
        {
            _stands = [.. values.Order()];
            return;
        }

        do
        {
            Level++;
        }
        while (values.Select(BucketOf).Distinct().Count() > 512);

        _stands = [.. values.Order().Select(BucketOf).Select(Middle)];
    }

    public int Level { get; }

    /// <summary>Half of a bucket's width by its least value: 12 bits of mantissa at level 1, one less a level.</summary>
    public double RelativeError => Level == 0 ? 0 : Math.Pow(2, Level - 14);

    public double At(long part)
    {
        BigInteger rank = (((BigInteger)part * _stands.Count) + QuantileSketch.Whole - 1) / QuantileSketch.Whole;
        return _stands[(int)BigInteger.Max(rank, 1) - 1];
    }

    // Division of whole numbers is toward zero, on both sides of it.
    private BigInteger BucketOf(double value) =>
        BitConverter.DoubleToInt64Bits(Math.Abs(value)) * Math.Sign(value) / BigInteger.Pow(2, 39 + Level);

    private double Middle(BigInteger bucket)
    {
        if (bucket.IsZero)
        {
            return 0;
        }

        BigInteger twice = ((2 * BigInteger.Abs(bucket)) + 1) * BigInteger.Pow(2, 39 + Level);
        return bucket.Sign * BitConverter.Int64BitsToDouble((long)(twice / 2));
    }
}
