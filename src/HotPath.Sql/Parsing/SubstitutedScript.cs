using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>A script after substitution, which still knows the places of the script as the user sees it.</summary>
internal sealed class SubstitutedScript
{
    private readonly List<Piece> _pieces;
    private readonly HashSet<int> _unresolved;
    private readonly PlaceFinder _places;
    private int _piece;

    /// <summary>Joins the text and where its pieces come from.</summary>
    /// <param name="original">Script before substitution.</param>
    /// <param name="text">Script after substitution.</param>
    /// <param name="pieces">Pieces in order; the first one starts at 0.</param>
    /// <param name="unresolved">Where references stand that could not be replaced. Unit: chars.</param>
    public SubstitutedScript(ScriptText original, string text, List<Piece> pieces, HashSet<int> unresolved)
    {
        _unresolved = unresolved;
        Text = text;
        _pieces = pieces;
        _places = new PlaceFinder(original);
    }

    /// <summary>The substituted text.</summary>
    public string Text { get; }

    /// <summary>Whether a reference stands here of which substitution has said why it could not be replaced.</summary>
    /// <param name="offset">Offset in the substituted text. Unit: chars.</param>
    /// <returns>True if so; a value that only looks like a reference is ordinary text.</returns>
    public bool IsUnresolved(int offset) => _unresolved.Contains(offset);

    /// <summary>Place of an offset; inside a value it is the place of its reference.</summary>
    /// <param name="offset">Offset in the substituted text. Unit: chars.</param>
    /// <returns>Place in the file as the user sees it.</returns>
    public SourcePlace PlaceAt(int offset)
    {
        if (_pieces[_piece].Start > offset)
        {
            _piece = 0;
        }

        while (_piece + 1 < _pieces.Count && _pieces[_piece + 1].Start <= offset)
        {
            _piece++;
        }

        Piece piece = _pieces[_piece];
        return _places.At(piece.IsValue ? piece.OriginalStart : piece.OriginalStart + offset - piece.Start);
    }

    /// <summary>A run of text that is either copied from the script or the value of a variable.</summary>
    /// <param name="Start">Offset in the substituted text. Unit: chars.</param>
    /// <param name="OriginalStart">Offset in the script. Unit: chars.</param>
    /// <param name="IsValue">Whether it is a value.</param>
    internal readonly record struct Piece(int Start, int OriginalStart, bool IsValue);
}
