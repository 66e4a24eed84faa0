using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Environments;

/// <summary>The body with which environments are made and changed. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class EnvironmentBody
{
    private const int NameCharsMax = 2_000;
    private const int DescriptionCharsMax = 20_000;
    private const int BannerCharsMax = 255;
    private const int ColourCharsMax = 7;
    private const int ApprovalsMax = 100;

    private readonly FieldReader _reader;
    private readonly bool? _clientTraits, _sensitive, _hideDisabled, _composite, _overridesInLocalEval;
    private readonly string? _description, _bannerText, _bannerColour;
    private readonly int? _approvals;

    /// <param name="body">The body.</param>
    /// <param name="isNew">True when there must be a name.</param>
    internal EnvironmentBody(JsonElement body, bool isNew)
    {
        _reader = new FieldReader(body, Errors);
        Name = isNew || _reader.Has("name") ? _reader.Text("name", NameCharsMax)?.Trim() : null;
        _description = _reader.TextOrNull("description", DescriptionCharsMax);
        _bannerText = _reader.TextOrNull("banner_text", BannerCharsMax);
        _bannerColour = _reader.TextOrNull("banner_colour", ColourCharsMax);
        (_clientTraits, _sensitive) = (_reader.FlagOrNull("allow_client_traits"), _reader.FlagOrNull("hide_sensitive_data"));
        _hideDisabled = _reader.Optional("hide_disabled_flags") is null ? null : _reader.Flag("hide_disabled_flags");
        _composite = _reader.FlagOrNull("use_identity_composite_key_for_hashing") ?? _reader.FlagOrNull("use_mv_v2_evaluation");
        _overridesInLocalEval = _reader.FlagOrNull("use_identity_overrides_in_local_eval");
        _approvals = _reader.IntegerOrNull("minimum_change_request_approvals", 0, ApprovalsMax);
    }

    internal FieldErrors Errors { get; } = new();

    internal string? Name { get; }

    /// <summary>Of a new one; noted as an error when it is missing.</summary>
    internal int? ProjectId() => _reader.Id("project");

    internal void Apply(ProjectEnvironment environment)
    {
        environment.Name = Name ?? environment.Name;
        environment.AllowClientTraits = _clientTraits ?? environment.AllowClientTraits;
        environment.HideSensitiveData = _sensitive ?? environment.HideSensitiveData;
        environment.UseIdentityCompositeKeyForHashing = _composite ?? environment.UseIdentityCompositeKeyForHashing;
        environment.UseIdentityOverridesInLocalEval = _overridesInLocalEval ?? environment.UseIdentityOverridesInLocalEval;
        if (_reader.Has("description")) environment.Description = _description;
        if (_reader.Has("banner_text")) environment.BannerText = _bannerText;
        if (_reader.Has("banner_colour")) environment.BannerColour = _bannerColour;
        if (_reader.Has("hide_disabled_flags")) environment.HideDisabledFlags = _hideDisabled;
        if (_reader.Has("minimum_change_request_approvals")) environment.MinimumChangeRequestApprovals = _approvals;
    }
}
