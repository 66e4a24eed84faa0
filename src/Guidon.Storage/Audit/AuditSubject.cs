using Guidon.Storage.Model;

namespace Guidon.Storage.Audit;

/// <summary>What rows are called in audit records. A kind of row that stands in no list is audited under its own name: nobody can forget it.</summary>
internal static class AuditSubject
{
    // Told by the change events, with more knowledge; or parts of what is told anyway; or no change of anybody's.
    private static readonly HashSet<Type> s_apart =
    [
        typeof(Feature), typeof(FeatureState), typeof(FeatureVersion), typeof(MultivariateWeight), typeof(PublishedDocument), typeof(AuditRecord), typeof(AuditHead), typeof(InviteGroup), typeof(UsedState),
        typeof(AccessToken), typeof(CodeReference),
    ];

    private static readonly Dictionary<Type, string> s_types = new()
    {
        [typeof(ProjectEnvironment)] = "ENVIRONMENT",
        [typeof(FeatureTransfer)] = "IMPORT_REQUEST",
        [typeof(FeatureHealthProvider)] = "FEATURE_HEALTH",
        [typeof(FeatureHealthEvent)] = "FEATURE_HEALTH",
        [typeof(OrganisationMember)] = "MEMBER",
        [typeof(UserAccount)] = "USER",
        [typeof(UserToken)] = "SESSION",
        [typeof(UserGroup)] = "GROUP",
        [typeof(PermissionGrant)] = "PERMISSION",
    };

    private static readonly string[] s_names = ["Name", "Label", "Email", "Title", "Key", "Url", "ProviderName"];

    // They move by themselves.
    private static readonly string[] s_silent =
    [
        "Id", "Uuid", "UpdatedAt", "LastLoginAt", nameof(SecondFactor.LastStep), nameof(Project.CodeScannedAt),
        nameof(Consent.EndsAt), nameof(Consent.FamilyHash), nameof(Consent.RefreshHash), nameof(Consent.PreviousHash), nameof(Consent.RotatedAt),
    ];

    internal static bool IsAudited(Type type) => !s_apart.Contains(type);

    internal static bool IsTold(string property) => !s_silent.Contains(property);

    /// <summary>Records are kept for good; what is said of an identity must be able to go.</summary>
    internal static bool IsSecret(Type type, string property) =>
        property.EndsWith("Hash", StringComparison.Ordinal) || property is nameof(SecondFactor.SealedSecret) or nameof(SecondFactor.BackupCodeHashes)
        || (type == typeof(FeatureTransfer) && property == nameof(FeatureTransfer.File)) || (type == typeof(Identity) && property == nameof(Identity.Identifier)) || (type == typeof(IdentityTrait) && property == nameof(IdentityTrait.Value));

    internal static string TypeOf(Type type) => s_types.TryGetValue(type, out var name) ? name : Words(type.Name, "_").ToUpperInvariant();

    /// <summary>In words: "Master api key created: CI".</summary>
    internal static string Summary(Type type, string action, IReadOnlyDictionary<string, object?> values)
    {
        var kind = TypeOf(type).Replace('_', ' ').ToLowerInvariant();
        var name = s_names.Select(property => values.GetValueOrDefault(property) as string).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        var done = action switch
        {
            AuditRecord.Create => "created",
            AuditRecord.Delete => "deleted",
            _ => "updated",
        };
        return $"{char.ToUpperInvariant(kind[0])}{kind[1..]} {done}{(name is null ? "" : ": " + name)}";
    }

    internal static string FieldOf(string property) => Words(property, "_").ToLowerInvariant();

    private static string Words(string name, string between) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? between + letter : letter.ToString()));
}
