using System;
using System.Security.Cryptography;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>MD5, SHA1 and SHA256 as lower-case hexadecimal text.</summary>
/// <remarks>
/// Threading: by their context. SQL asks for these algorithms by name; nothing here protects a secret.
/// </remarks>
public static class TextDigests
{
    /// <summary>MD5.</summary>
    /// <param name="text">Text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>32 characters.</returns>
    public static Utf8View Md5(Utf8View text, ScalarContext context)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        _ = MD5.HashData(text.Span, hash);
        return Hex(hash, context);
    }

    /// <summary>SHA1.</summary>
    /// <param name="text">Text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>40 characters.</returns>
    public static Utf8View Sha1(Utf8View text, ScalarContext context)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        _ = SHA1.HashData(text.Span, hash);
        return Hex(hash, context);
    }

    /// <summary>SHA256.</summary>
    /// <param name="text">Text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>64 characters.</returns>
    public static Utf8View Sha256(Utf8View text, ScalarContext context)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(text.Span, hash);
        return Hex(hash, context);
    }

    private static Utf8View Hex(ReadOnlySpan<byte> hash, ScalarContext context)
    {
        _ = TextFunctions.TryTake(2 * hash.Length, context, out Span<byte> target, out Utf8View result);
        _ = Convert.TryToHexStringLower(hash, target, out _);
        return result;
    }
}
