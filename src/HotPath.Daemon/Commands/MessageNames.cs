using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Text;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Daemon.Commands;

/// <summary>Finds the message that a user names.</summary>
internal static class MessageNames
{
    /// <summary>Finds a message.</summary>
    /// <param name="schema">Schema.</param>
    /// <param name="name">As given.</param>
    /// <returns>The message.</returns>
    /// <exception cref="HotPathException">HP1001: there is none; names what may be meant.</exception>
    public static Message Find(PublishedSchema schema, string name) =>
        schema.Schema.Messages.FirstOrDefault(message => message.Name == name)
        ?? throw new HotPathException(
            ErrorCode.ConfigurationInvalid,
            $"{schema.Path} has no message '{name}'; "
            + NameSuggestions.For(name, schema.Schema.Messages.Select(static message => message.Name)));
}
