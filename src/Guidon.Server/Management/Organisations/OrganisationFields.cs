using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Organisations;

/// <summary>The body of <c>POST</c>, <c>PUT</c> and <c>PATCH</c>. What is not named stays.</summary>
internal sealed class OrganisationFields
{
    internal const int NameCharsMax = 2_000;

    private readonly string? _name;
    private readonly string? _email;
    private readonly bool _hasEmail;
    private readonly bool? _force2fa;
    private readonly bool? _restricted;

    internal OrganisationFields(JsonElement body, bool isNew)
    {
        var reader = new FieldReader(body, Errors);
        _name = isNew || reader.Has("name") ? reader.Text("name", NameCharsMax)?.Trim() : null;
        _hasEmail = reader.Has("webhook_notification_email");
        _email = reader.TextOrNull("webhook_notification_email", Auth.Login.EmailCharsMax)?.Trim() is { Length: > 0 } email ? email : null;
        if (_email is not null && !Auth.EmailField.IsAddress(_email)) Errors.Add("webhook_notification_email", Auth.EmailField.Wrong);
        _force2fa = reader.FlagOrNull("force_2fa");
        _restricted = reader.FlagOrNull("restrict_project_create_to_admin");
    }

    internal FieldErrors Errors { get; } = new();

    internal string Name => _name ?? "";

    internal void Apply(Organisation organisation)
    {
        organisation.Name = _name ?? organisation.Name;
        if (_hasEmail) organisation.WebhookNotificationEmail = _email;
        organisation.Force2fa = _force2fa ?? organisation.Force2fa;
        organisation.RestrictProjectCreateToAdmin = _restricted ?? organisation.RestrictProjectCreateToAdmin;
    }
}
