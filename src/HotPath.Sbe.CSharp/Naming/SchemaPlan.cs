using System.Collections.Generic;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.CSharp.Naming;

/// <summary>What everything of a schema is called in C#; settled before a line is written.</summary>
internal sealed class SchemaPlan
{
    private readonly NameScope _names = new();
    private readonly Dictionary<SbeType, string> _typeNames = [];
    private readonly List<KeyValuePair<SbeType, string>> _inOrder = [];
    private readonly Dictionary<CompositeType, IReadOnlyList<MemberPlan>> _composites = [];

    public SchemaPlan(MessageSchema schema, string? codeNamespace)
    {
        Schema = schema;
        Namespace = CodecEmitter.Namespace(schema, codeNamespace);
        InfoName = _names.Take("SchemaInfo");
        ChecksName = _names.Take("SbeChecks");
        var messages = new List<string>();
        foreach (Message message in schema.Messages)
        {
            messages.Add(_names.Take(Identifiers.Pascal(message.Name), "", "Decoder", "Encoder"));
        }

        foreach (SbeType type in schema.Types)
        {
            Collect(type);
        }

        for (int index = 0; index < schema.Messages.Count; index++)
        {
            Messages.Add(BlockPlan.OfMessage(schema.Messages[index], messages[index]));
        }
    }

    public MessageSchema Schema { get; }

    public string Namespace { get; }

    /// <summary>Class of the schema's own numbers.</summary>
    public string InfoName { get; }

    /// <summary>Class that says whether checked mode is on.</summary>
    public string ChecksName { get; }

    /// <summary>Types that get code, in the order of the schema, with their names.</summary>
    public IReadOnlyList<KeyValuePair<SbeType, string>> TypeNames => _inOrder;

    public List<BlockPlan> Messages { get; } = [];

    public bool IsBigEndian => Schema.ByteOrder == ByteOrder.BigEndian;

    public int HeaderBytes => Schema.Header.SizeBytes;

    /// <summary>Name of an enum, set or composite, valid wherever it stands.</summary>
    public string Global(SbeType type) => $"global::{Namespace}.{_typeNames[type]}";

    public string Checks => $"global::{Namespace}.{ChecksName}.IsOn";

    /// <summary>Members of a composite.</summary>
    public IReadOnlyList<MemberPlan> Members(CompositeType type) => _composites[type];

    // A type that is written inside a composite has a name only there: two composites may have different ones of it.
    private void Collect(SbeType type)
    {
        if (type is EncodedType || _typeNames.ContainsKey(type))
        {
            return;
        }

        string wanted = Identifiers.Pascal(type.Name);
        string[] suffixes = type is CompositeType ? ["Decoder", "Encoder"] : ["", "Extensions"];
        string name = _names.Take(wanted, suffixes);
        _typeNames.Add(type, name);
        if (type is CompositeType composite)
        {
            _composites.Add(composite, MemberPlan.OfComposite(composite, name));
            foreach (CompositeMember member in composite.Members)
            {
                Collect(member.Type);
            }
        }

        if (type is not CompositeType { IsVariableLength: true })
        {
            _inOrder.Add(new KeyValuePair<SbeType, string>(type, name));
        }
    }
}
