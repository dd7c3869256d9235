/** What the daemon shows: one record for each JSON body, and the same as text for people. Never domain types. */
package dev.berth.api.view;
