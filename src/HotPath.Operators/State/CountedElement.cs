using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// What an element of a set holds whose rows may be taken back: how often it is there, and its neighbours. The number
/// tells it from an equal element that was there before.
/// </summary>
/// <remarks>
/// <code>
/// value, byte 0       8          16       24     32      40
///        +-------+----------+--------+------+-------+
///        | count | previous | number | left | right |
///        |       | of owner |        |      |       |
///        +-------+----------+--------+------+-------+
/// </code>
/// count: of ranked rows the length of the sort key. left, right: of ranked rows, the tree that sorts them.
/// </remarks>
internal static class CountedElement
{
    /// <summary>Size of the value. Unit: bytes.</summary>
    public const int ValueBytes = 40;

    /// <summary>Size of the number behind the element in its key in the store. Unit: bytes.</summary>
    public const int NumberBytes = sizeof(long);

    public static ref long Count(nint element) => ref Raw.Ref<long>(element + EntryDescriptor.Value);

    public static ref nint Previous(nint element) => ref Raw.Ref<nint>(element + EntryDescriptor.Value + 8);

    public static ref long Number(nint element) => ref Raw.Ref<long>(element + EntryDescriptor.Value + 16);

    /// <summary>Address of the left child.</summary>
    public static nint LeftLink(nint element) => element + EntryDescriptor.Value + 24;

    /// <summary>Address of the right child.</summary>
    public static nint RightLink(nint element) => element + EntryDescriptor.Value + 32;
}
