namespace Guidon.Integrations.Slack;

/// <summary>The settings of one Slack destination.</summary>
/// <param name="ApiToken">A bot's token.</param>
/// <param name="ChannelId">Where it writes; it must be a member.</param>
/// <param name="Enabled">False filters what happens meanwhile.</param>
/// <param name="Methods">Where the methods are, with a final slash.</param>
internal sealed record SlackSettings(string ApiToken, string ChannelId, bool Enabled, Uri Methods)
{
    internal Uri Method(string name) => new(Methods, name);
}
