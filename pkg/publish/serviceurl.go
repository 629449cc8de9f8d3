package publish

import (
	"net/url"
	"strings"
)

const (
	handler = "/msdeploy.axd"
	agent   = "/MSDEPLOYAGENTSERVICE"
	port    = "8172"
)

// serviceURL returns the URL of the service, which a profile may shorten to the
// name of the server: that of the web management service has its port, the path
// of its handler and the site, that of the agent its path.
func (p *Profile) serviceURL() (string, error) {
	given := strings.TrimSpace(p.URL)
	if err := p.given("service URL", given); err != nil {
		return "", err
	}
	scheme := "https://"
	if p.Service == RemoteAgent {
		scheme = "http://"
	}
	if !strings.Contains(given, "://") {
		given = scheme + given
	}
	u, err := url.Parse(given)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", p.refuse("The service URL of the publish profile is not valid.", "write https://SERVER:"+port+handler)
	}
	if p.Service == RemoteAgent {
		return agentURL(u), nil
	}
	if u.Port() == "" {
		u.Host += ":" + port
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = handler
	}
	site, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(p.App), `\`, "/"), "/")
	if u.RawQuery == "" && site != "" {
		u.RawQuery = "site=" + strings.ReplaceAll(url.QueryEscape(site), "+", "%20")
	}
	return u.String(), nil
}

// agentURL returns the URL of the agent on a server.
func agentURL(u *url.URL) string {
	if !strings.Contains(strings.ToUpper(u.Path), agent) {
		u.Path = strings.TrimSuffix(u.Path, "/") + agent
	}
	return u.String()
}
