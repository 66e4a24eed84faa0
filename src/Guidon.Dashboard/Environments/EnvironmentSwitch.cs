using Guidon.Contracts;

namespace Guidon.Dashboard.Environments;

/// <summary>A setting of an environment that is on or off.</summary>
/// <param name="Name">As the management API names it.</param>
/// <param name="Title">For people.</param>
/// <param name="Note">What it does.</param>
/// <param name="Of">How it is set.</param>
internal sealed record EnvironmentSwitch(string Name, string Title, string Note, Func<EnvironmentAnswer, bool> Of)
{
    internal static IReadOnlyList<EnvironmentSwitch> All { get; } =
    [
        new("allow_client_traits", "Browsers and phones may set traits", "Off: traits come from server-side keys alone.", each => each.AllowClientTraits),
        new("hide_sensitive_data", "Hide what is not needed", "Answers to SDKs leave out ids, descriptions and traits.", each => each.HideSensitiveData),
        new("use_identity_overrides_in_local_eval", "Identity overrides for SDKs that evaluate by themselves", "The environment document lists them.", each => each.UseIdentityOverridesInLocalEval),
        new("use_identity_composite_key_for_hashing", "Shares by environment and identity", "Off: an identity falls on the same place in every environment.", each => each.UseIdentityCompositeKeyForHashing),
    ];
}
