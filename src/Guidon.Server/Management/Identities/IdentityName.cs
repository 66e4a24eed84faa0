using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Management.Identities;

/// <summary>The rules of identifiers: those of SDKs, and each once in an environment.</summary>
internal static class IdentityName
{
    /// <summary>The identifier in a body; errors are noted.</summary>
    internal static string? Read(FieldReader reader)
    {
        if (reader.Text("identifier", IdentityRequestReader.IdentifierCharsMax) is not { } identifier) return null;
        if (IdentityRequestReader.IdentifierError(identifier) is { } error) reader.Errors.Add("identifier", error);
        return identifier;
    }

    /// <summary>Notes that overrides wait under it for an identity that is not stored yet: another's would be mixed with them.</summary>
    internal static void CheckOverrides(ControlPlane plane, int environmentId, string? identifier, FieldErrors errors)
    {
        if (identifier is not null && plane.FeatureStates.Any(each => each.EnvironmentId == environmentId && each.Identifier == identifier))
            errors.Add("identifier", "There are overrides for this identifier already; remove them first.");
    }

    /// <summary>Notes that another identity has it.</summary>
    internal static void Check(ControlPlane plane, int environmentId, string? identifier, FieldErrors errors, long ownId)
    {
        if (identifier is not null && plane.Named([environmentId], identifier).Any(each => each.Id != ownId))
            errors.Add("identifier", "Identity with this identifier already exists in the environment.");
    }
}
