using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Integrations.Common;

/// <summary>Which identifiers a receiver takes as a user, and what becomes of the others. None is ever cut: two users would become one.</summary>
/// <param name="Receiver">Its name, for the person who reads why an event is parked.</param>
/// <param name="CharactersMax">The longest it keeps whole.</param>
/// <param name="Reserved">Those that it refuses or merges into one user.</param>
internal sealed record IdentifierRules(string Receiver, int CharactersMax, FrozenSet<string> Reserved)
{
    /// <summary>Why an event must not be sent; <see langword="null"/> when it may.</summary>
    internal Mapping? Refusal(EvaluatedEvent happened, bool hashesLong)
    {
        // A made-up identifier would become a new user for every call.
        if (happened.Anonymous) return Mapping.Filtered(FilterReason.Anonymous);
        if (Reserved.Contains(happened.Identifier))
            return Mapping.Parked("reserved_id", $"{Receiver} refuses the user id \"{happened.Identifier}\".");
        if (happened.Identifier.Length <= CharactersMax || hashesLong) return null;
        return Mapping.Parked(
            "identifier_too_long", $"{Receiver} takes {CharactersMax} of the {happened.Identifier.Length} characters; the setting long_ids can hash them.");
    }

    /// <summary>The identifier as it is sent: itself, or <c>sha256:</c> and its hash in hex when it is too long.</summary>
    internal string IdOf(EvaluatedEvent happened) =>
        happened.Identifier.Length <= CharactersMax
            ? happened.Identifier
            : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(happened.Identifier)));
}
