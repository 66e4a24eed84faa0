using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;
using Guidon.Integrations.Webhook;

namespace Guidon.Integrations.Sentry;

/// <summary>Tells Sentry's change tracking of each change of a flag. It answers 200 to what it refuses and says so in the body.</summary>
internal sealed class SentryIntegration : ChangeIntegration<SentrySettings>
{
    private const string WebhookUrl = "webhook_url";
    private const string Secret = "secret";
    private const int SecretMin = 10;
    private const int SecretMax = 60;
    private const int TextMax = 100;   // Source: "Change tracking", flag and created_by.id: 100 characters; more is refused behind a 200.

    public override string Name => "sentry";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits => IntegrationLimits.OneByOne;   // Source: none; a request holds many, but one that is refused hides which.

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        new() { Name = WebhookUrl, Kind = SettingKind.Address, Required = true, CharactersMax = 200, Purpose = "The address that Sentry shows for the provider Flagsmith or generic." },
        new() { Name = Secret, Kind = SettingKind.Secret, Required = true, CharactersMax = SecretMax, Purpose = "Signs the body; 10 to 60 characters." },
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Sentry change tracking",
        Sends = "`POST` to the webhook that Sentry shows: created, updated or deleted per change of a flag, signed in `X-Sentry-Signature`",
        Limits = "flag names over 100 characters end in a hash; authors of 100, cut visibly",
        Dedupe = "`change_id`, a number made of the event's id, within one request only",
        TooOld = "none; `created_at` is the change's",
        Replay = "another row each, with the same `change_id`",
        Canary = "flag `guidon_canary`; visible in the project's feature flags",
        Unverified = "nothing; the environment is not kept by the receiver",
    };

    public override void Check(SettingsValues values, SettingsErrors errors)
    {
        if (values.Text(Secret).Length < SecretMin) errors.Add(Secret, $"Ensure this field has at least {SecretMin} characters.");
    }

    protected override SentrySettings Read(SettingsValues values) => new(new Uri(values.Text(WebhookUrl)), values.Text(Secret));

    protected override Mapping Map(ChangeEvent change, SentrySettings settings)
    {
        var json = new PythonJsonWriter();
        json.Open('{');
        json.Open("data", '[');
        WriteChange(json, change);
        json.Close(']');
        json.Open("meta", '{');
        json.Integer("version", 1);
        json.Close('}');
        json.Close('}');
        return Mapping.Mapped(json.Written);
    }

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, SentrySettings settings, DateTimeOffset attemptAt) => new()
    {
        Address = settings.Address,
        Headers = [new("X-Sentry-Signature", WebhookSignature.Legacy(settings.Secret, records[0].Json.Span))],
        Body = records[0].Json,
    };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        if (AnswerText.Judge(answer) is not { Verdict: Verdict.Delivered } sound) return AnswerText.Judge(answer);
        return AnswerText.Plain(answer) is "" or "{}" ? sound : BatchVerdict.Split("refused");
    }

    private static void WriteChange(PythonJsonWriter json, ChangeEvent change)
    {
        json.Open('{');
        json.Text("action", change.Action.ToString().ToLowerInvariant());
        json.Integer("change_id", ChangeId(change.Id));
        json.Text("created_at", change.OccurredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture));
        json.Open("created_by", '{');
        json.Text("id", ChangeText.Visibly(ChangeText.Author(change), TextMax));
        json.Text("type", change.ChangedBy.Contains('@', StringComparison.Ordinal) ? "email" : "name");
        json.Close('}');
        json.Text("flag", ChangeText.Named(change.Feature.Name, TextMax));
        json.Close('}');
    }

    // A row's id would be the same for every change of a flag. Positive, since the column behind it is a signed 64-bit number.
    private static long ChangeId(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(bytes)) & long.MaxValue;
    }
}
