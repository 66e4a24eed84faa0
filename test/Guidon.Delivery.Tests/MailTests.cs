using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Guidon.Delivery.Mail;
using Guidon.Delivery.Parking;
using Guidon.Doubles;
using Guidon.Events.Alerts;
using Guidon.Receivers.Smtp;
using MimeKit;

namespace Guidon.Delivery.Tests;

/// <summary>Alerts as messages, over real sockets to a strict mail server: nothing is lost, nobody is told twice, nothing is said in clear that must not be.</summary>
public sealed class MailTests
{
    private const string Ops = "ops@example.com";

    [Fact]
    public async Task An_alert_becomes_one_sound_message_that_can_be_recognised()
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail, ("to", $"{Ops}, oncall@example.com")));
        bench.Start();
        var alert = Alert() with { Summary = "3 canaries did not arrive — ü🚀\n.\nQUIT" };

        await bench.AlertAsync(alert);

        Assert.Equal(1, (await bench.DrainAsync(channel)).Delivered);
        var received = Assert.Single(mail.Mails);
        Assert.Equal([Ops, "oncall@example.com"], received.To);
        Assert.Equal($"<{alert.Id:N}@example.org>", received.Header("Message-ID"));
        Assert.Equal("<guidon-alert-41@example.org>", received.Header("References"));
        Assert.Equal("auto-generated", received.Header("Auto-Submitted"));
        Assert.Equal("[page] CanaryLost at guidon", received.Header("Subject"));
        var text = MimeMessage.Load(new MemoryStream(received.Raw)).TextBody;
        Assert.Contains("3 canaries did not arrive — ü🚀", text, StringComparison.Ordinal);
        Assert.Contains("docs/runbooks/CanaryLost.md", text, StringComparison.Ordinal);
        Assert.Empty(mail.Findings);
    }

    [Fact]
    public async Task No_text_becomes_a_header_or_an_address()
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail));
        bench.Start();

        await bench.AlertAsync(Alert() with { Source = "node\r\nBcc: eve@example.com\r\n\r\nhello", Rule = "Rule\nX-Other: 1", Summary = "\r\n.\r\nRCPT TO:<eve@example.com>" });

        await bench.DrainAsync(channel);
        var received = Assert.Single(mail.Mails);
        Assert.Equal([Ops], received.To);
        Assert.DoesNotContain(received.Headers, header => header.Key is "Bcc" or "X-Other");
        Assert.Empty(mail.Findings);
    }

    [Theory]
    [InlineData("sender")]
    [InlineData("recipient")]
    [InlineData("message")]
    public async Task What_a_server_puts_off_is_sent_again_as_the_same_message(string stage)
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail));
        Reply(mail, stage, 451);
        bench.Start();
        var alert = Alert();
        await bench.AlertAsync(alert);
        await bench.DriveAsync("it was tried three times", () => Task.FromResult(mail.Conversations >= 3));
        Assert.Equal("smtp_451", (await bench.StatusAsync(channel)).LastProblem);
        Assert.Empty(mail.Mails);

        Reply(mail, stage, code: null);

        Assert.Equal(1, (await bench.DrainAsync(channel)).Delivered);
        Assert.Equal($"<{alert.Id:N}@example.org>", Assert.Single(mail.Mails).Header("Message-ID"));
    }

    [Theory]
    [InlineData("sender", 550, "sender_refused")]
    [InlineData("recipient", 550, "recipient_refused")]
    public async Task What_is_wrong_with_the_channel_holds_it_until_it_is_mended(string stage, int code, string reason)
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail));
        Reply(mail, stage, code);
        bench.Start();
        await bench.AlertAsync(Alert(), Alert());
        await bench.StateAsync(channel, DestinationState.Held);
        Assert.Equal($"{reason}: smtp {code}", (await bench.StatusAsync(channel)).Destination.HeldReason);

        Reply(mail, stage, code: null);

        Assert.Equal(2, (await bench.DrainAsync(channel)).Delivered);
        Assert.Equal(2, mail.Mails.Count);
    }

    [Theory]
    [InlineData(554)]
    [InlineData(552)]
    public async Task A_channel_whose_server_refuses_the_message_is_held_with_its_words_and_goes_on_when_it_is_mended(int code)
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail));
        mail.MessageReply = code;
        bench.Start();

        await bench.AlertAsync(Alert());

        await bench.StateAsync(channel, DestinationState.Held);
        Assert.Contains($"smtp {code}", (await bench.StatusAsync(channel)).Destination.HeldReason, StringComparison.Ordinal);
        Assert.Empty(mail.Mails);
        mail.MessageReply = 250;
        Assert.Equal(1, (await bench.DrainAsync(channel)).Delivered);
    }

    [Fact]
    public async Task Of_several_people_those_who_can_be_told_are_told_once_and_the_other_is_named()
    {
        await using var mail = new StrictSmtp { RecipientReplies = { ["gone@example.com"] = 550 } }.Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail, ("to", $"gone@example.com,{Ops}")));
        bench.Start();

        await bench.AlertAsync(Alert());

        Assert.Equal(1, (await bench.DrainAsync(channel)).Parked);
        Assert.Equal([Ops], Assert.Single(mail.Mails).To);
        var parked = Assert.Single(await bench.Storage.Parked.ListAsync(new ParkedQuery { OrganisationId = 1 }, default, 10, default));
        Assert.Equal("recipient_refused", parked.Parked.Reason);
        Assert.Contains("gone@example.com: 550", parked.Parked.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_down_gets_everything_in_order_when_it_is_up()
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail));
        await mail.StopAsync();
        bench.Start();
        AlertEvent[] alerts = [Alert(), Alert(), Alert()];
        await bench.AlertAsync(alerts);
        await bench.DriveAsync("it was tried", async () => (await bench.StatusAsync(channel)).LastProblem == "network");

        mail.Start();

        Assert.Equal(3, (await bench.DrainAsync(channel)).Delivered);
        Assert.Equal(alerts.Select(alert => $"<{alert.Id:N}@example.org>"), mail.Mails.Select(received => received.Header("Message-ID")));
    }

    [Fact]
    public async Task A_password_is_shown_to_the_server_and_to_nobody_else()
    {
        await using var mail = new StrictSmtp { Users = { ["guidon"] = "right-of-nobody" } }.Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(mail, ("user", "guidon"), ("password", "wrong-of-nobody")));
        bench.Start();
        await bench.AlertAsync(Alert());
        await bench.StateAsync(channel, DestinationState.Held);
        var held = (await bench.StatusAsync(channel)).Destination.HeldReason;
        Assert.Equal("unauthorized: smtp 535", held);
        Assert.Empty(mail.Mails);

        await bench.ChangeAsync(channel, Settings(mail, ("user", "guidon"), ("password", "right-of-nobody")));

        Assert.Equal(1, (await bench.DrainAsync(channel)).Delivered);
        Assert.Equal("guidon", Assert.Single(mail.Mails).User);
        var attempts = await bench.Storage.Attempts.RecentAsync(channel, 10, default);
        Assert.All(attempts, attempt => Assert.DoesNotContain("of-nobody", attempt.Records + attempt.Answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_said_to_a_server_that_does_not_encrypt_or_cannot_prove_itself()
    {
        using var certificate = SelfSigned();
        await using var plain = new StrictSmtp { Users = { ["guidon"] = "word" } }.Start();
        await using var unproven = new StrictSmtp(certificate) { Users = { ["guidon"] = "word" } }.Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", Settings(plain, ("security", "starttls"), ("user", "guidon"), ("password", "word")));
        bench.Start();
        await bench.AlertAsync(Alert());
        await bench.StateAsync(channel, DestinationState.Held);
        Assert.Equal("tls_required", (await bench.StatusAsync(channel)).Destination.HeldReason);

        await bench.ChangeAsync(channel, Settings(unproven, ("security", "starttls"), ("user", "guidon"), ("password", "word")));
        await Eventually.TrueAsync("it is held for another reason", async () => (await bench.StatusAsync(channel)).Destination.HeldReason == "untrusted_certificate");

        Assert.Equal((0, 0), (plain.Conversations, unproven.Conversations));
    }

    [Fact]
    public async Task A_private_server_is_called_only_where_the_operator_allows_it()
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        bench.Options = new DeliveryOptions { StopSeconds = 0 };
        var channel = await bench.AddAsync("alert-email", Settings(mail));
        bench.Start();

        await bench.AlertAsync(Alert());

        await bench.StateAsync(channel, DestinationState.Held);
        Assert.Equal("address_refused", (await bench.StatusAsync(channel)).Destination.HeldReason);
        Assert.Equal(0, mail.Conversations);
    }

    [Fact]
    public async Task A_channel_without_a_server_uses_the_nodes_and_waits_where_there_is_none()
    {
        await using var mail = new StrictSmtp().Start();
        await using var bench = await DeliveryBench.OpenAsync();
        var channel = await bench.AddAsync("alert-email", ("to", Ops));
        bench.Start();
        await bench.AlertAsync(Alert());
        await bench.StateAsync(channel, DestinationState.Held);
        Assert.Equal("mail_not_configured", (await bench.StatusAsync(channel)).Destination.HeldReason);

        bench.MailServer = Own(mail);
        await bench.RestartAsync();

        Assert.Equal(1, (await bench.DrainAsync(channel)).Delivered);
        Assert.Equal("node@example.net", Assert.Single(mail.Mails).From);
    }

    [Fact]
    public async Task A_person_who_cannot_be_reached_keeps_no_message_from_another()
    {
        await using var mail = new StrictSmtp { RecipientReplies = { ["gone@example.com"] = 550, ["full@example.com"] = 452 } }.Start();
        await using var bench = await DeliveryBench.OpenAsync();
        bench.MailServer = Own(mail);
        var own = await bench.PostAsync(Message("full@example.com"), Message("gone@example.com"), Message("well@example.com"), Message("full@example.com"));
        bench.Start();

        await bench.DriveAsync("the last is told", () => Task.FromResult(mail.Mails.Any(received => received.To[0] == "well@example.com")));
        Assert.Single(mail.Mails);
        mail.RecipientReplies.Remove("full@example.com");

        var ledger = await bench.DrainAsync(own);
        Assert.Equal((3, 1, 0), (ledger.Delivered, ledger.Parked, ledger.Residual));
        Assert.Equal(3, mail.Mails.Count);
        Assert.Equal(DestinationState.Active, (await bench.StatusAsync(own)).Destination.State);
    }

    private static (string Name, string Text)[] Settings(StrictSmtp mail, params (string Name, string Text)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["to"] = Ops, ["host"] = "127.0.0.1", ["port"] = $"{mail.Port}", ["security"] = "none", ["from"] = "guidon@example.org",
        };
        foreach (var (name, text) in more) settings[name] = text;
        return [.. settings.Select(setting => (setting.Key, setting.Value))];
    }

    private static MailServer Own(StrictSmtp mail) => new() { Host = "127.0.0.1", Port = mail.Port, Security = MailSecurity.None, From = "node@example.net" };

    private static Events.Mail.MailEvent Message(string to) => new() { To = to, Subject = "Welcome", Text = "Hello" };

    private static AlertEvent Alert() => new()
    {
        Id = Guid.CreateVersion7(),
        AlertId = 41,
        Rule = "CanaryLost",
        IsPage = true,
        IsResolved = false,
        Integration = "mixpanel",
        Summary = "3 canaries did not arrive",
        StartedAt = SomeEvents.Start,
        Runbook = "docs/runbooks/CanaryLost.md",
        Source = "guidon",
    };

    private static void Reply(StrictSmtp mail, string stage, int? code)
    {
        if (stage == "sender") mail.SenderReply = code;
        else if (stage == "message") mail.MessageReply = code;
        else if (code is { } reply) mail.RecipientReplies[Ops] = reply;
        else mail.RecipientReplies.Remove(Ops);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
